package dev.thespis.remote;

import dev.thespis.wire.ServiceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a connection exposes, by service id. Immutable: exposing more, or less, makes a new table, which shares nearly
/// all with the one before, so that it costs the same however many services there are.
///
/// Its size is bounded, since it is offered to the other side, which bounds what it keeps of that.
final class ServiceTable {
    static final ServiceTable EMPTY = new ServiceTable(SidTrie.empty(), null, 0, 0, 0);

    private final SidTrie<Exposed> bySid;
    private final @Nullable Service other;
    private final int count;
    private final long chars;
    private final long exposures;

    /// @param number how many were exposed before it
    private record Exposed(Service service, long number) {}

    private ServiceTable(SidTrie<Exposed> bySid, @Nullable Service other, int count, long chars, long exposures) {
        this.bySid = bySid;
        this.other = other;
        this.count = count;
        this.chars = chars;
        this.exposures = exposures;
    }

    private static IllegalArgumentException taken(Service service, Exposed there) {
        return new IllegalArgumentException("service " + service.name() + " (" + new ServiceId(service.sid())
                + ") is exposed already on this peer, as " + there.service.name());
    }

    private static long chars(Collection<? extends Service> services) {
        return services.stream().mapToLong(ServiceTable::chars).sum();
    }

    private static long chars(Service service) {
        var offer = service.offer();
        return offer == null ? 0 : Offers.chars(offer);
    }

    /// The first ones of some services that fit in, once others are gone.
    <S extends Service> List<S> fitting(Collection<? extends Service> less, List<S> more) {
        var room = (long) count - less.size();
        var length = chars - chars(less);
        for (var i = 0; i < more.size(); i++) {
            length += chars(more.get(i));
            if (++room > Offers.MAX_SERVICES || length > Offers.MAX_CHARS) return List.copyOf(more.subList(0, i));
        }
        return more;
    }

    private IllegalArgumentException missing(Service service) {
        return new IllegalArgumentException("service " + service.name()
                + (exposed(service.sid()) == null
                        ? " is not exposed on this peer"
                        : " is exposed on this peer with another address or gate than this map's"));
    }

    /// A table with other services.
    ///
    /// @param less those that are taken away
    /// @param more those that are put in
    /// @throws IllegalArgumentException if one of them is exposed already, or has not been
    ServiceTable with(List<? extends Service> less, List<? extends Service> more) {
        var gone = Set.copyOf(less);
        var after = bySid;
        for (var service : gone) {
            if (!service.equals(exposed(service.sid()))) throw missing(service);
            after = after.without(service.sid());
        }
        var countAfter = count - gone.size() + more.size();
        var charsAfter = chars - chars(gone) + chars(more);
        if (!more.isEmpty() && fitting(gone, more).size() < more.size())
            throw new IllegalArgumentException("services=" + countAfter + " with " + charsAfter
                    + " characters of names: a peer may expose " + Offers.MAX_SERVICES + " services, with "
                    + Offers.MAX_CHARS + " characters of names together; withdraw others first");
        var number = exposures;
        for (var service : more) {
            var there = after.get(service.sid());
            if (there != null) throw taken(service, there);
            after = after.with(service.sid(), new Exposed(service, number++));
        }
        return new ServiceTable(after, other, countAfter, charsAfter, number);
    }

    /// A table in which one service takes the requests for all that is not exposed.
    ///
    /// @param fallback null for none
    ServiceTable withOther(@Nullable Service fallback) {
        return new ServiceTable(bySid, fallback, count, chars, exposures);
    }

    /// All, in the order in which they were exposed.
    List<Service> services() {
        var all = new ArrayList<Exposed>(count);
        bySid.forEach(all::add);
        all.sort(Comparator.comparingLong(Exposed::number));
        return all.stream().map(Exposed::service).toList();
    }

    /// What takes the requests for all that is not exposed.
    @Nullable
    Service other() {
        return other;
    }

    /// What is exposed under a service id.
    @Nullable
    Service exposed(long sid) {
        var there = bySid.get(sid);
        return there == null ? null : there.service;
    }
}
