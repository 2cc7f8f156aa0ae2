package dev.thespis.remote;

import dev.thespis.wire.ServiceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a connection exposes, by service id. Immutable: exposing more, or less, makes a new table.
///
/// Its size is bounded, since it is offered to the other side, which bounds what it keeps of that.
final class ServiceTable {
    static final ServiceTable EMPTY = new ServiceTable(List.of(), null);

    private final List<Service> services;
    private final @Nullable Service other;
    private final LongTable<Service> bySid = new LongTable<>();
    private final long chars;

    private ServiceTable(List<Service> services, @Nullable Service other) {
        this.services = services;
        this.other = other;
        this.chars = chars(services);
        for (var service : services) if (!bySid.put(service.sid(), service)) throw taken(service, bySid);
    }

    private static IllegalArgumentException taken(Service service, LongTable<Service> by) {
        var there = by.get(service.sid());
        return new IllegalArgumentException("service " + service.name() + " (" + new ServiceId(service.sid())
                + ") is exposed already on this peer" + (there == null ? "" : ", as " + there.name()));
    }

    private static long chars(List<? extends Service> services) {
        return services.stream().mapToLong(ServiceTable::chars).sum();
    }

    private static long chars(Service service) {
        var offer = service.offer();
        return offer == null ? 0 : Offers.chars(offer);
    }

    /// The first ones of some services that fit in, once others are gone.
    <S extends Service> List<S> fitting(List<? extends Service> less, List<S> more) {
        var count = (long) services.size() - less.size();
        var length = chars - chars(less);
        for (var i = 0; i < more.size(); i++) {
            length += chars(more.get(i));
            if (++count > Offers.MAX_SERVICES || length > Offers.MAX_CHARS) return List.copyOf(more.subList(0, i));
        }
        return more;
    }

    private IllegalArgumentException missing(Service service) {
        return new IllegalArgumentException("service " + service.name()
                + (bySid.get(service.sid()) == null
                        ? " is not exposed on this peer"
                        : " is exposed on this peer with another address or gate than this map's"));
    }

    /// A table with other services.
    ///
    /// @param less those that are taken away
    /// @param more those that are put in
    /// @throws IllegalArgumentException if one of them is exposed already, or has not been
    ServiceTable with(List<? extends Service> less, List<? extends Service> more) {
        Set<Service> gone = new HashSet<>(less);
        var all = new ArrayList<Service>(services.size() + more.size());
        for (var service : services) if (!gone.remove(service)) all.add(service);
        if (!gone.isEmpty()) throw missing(gone.iterator().next());
        all.addAll(more);
        if (!more.isEmpty() && fitting(less, more).size() < more.size())
            throw new IllegalArgumentException("services=" + all.size() + " with " + chars(all)
                    + " characters of names: a peer may expose " + Offers.MAX_SERVICES + " services, with "
                    + Offers.MAX_CHARS + " characters of names together; withdraw others first");
        return new ServiceTable(List.copyOf(all), other);
    }

    /// A table in which one service takes the requests for all that is not exposed.
    ///
    /// @param fallback null for none
    ServiceTable withOther(@Nullable Service fallback) {
        return new ServiceTable(services, fallback);
    }

    List<Service> services() {
        return services;
    }

    /// What takes the requests for all that is not exposed.
    @Nullable
    Service other() {
        return other;
    }

    /// What is exposed under a service id.
    @Nullable
    Service exposed(long sid) {
        return bySid.get(sid);
    }
}
