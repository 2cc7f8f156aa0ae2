package dev.thespis.remote;

import dev.thespis.wire.ServiceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a connection exposes, by service id. Immutable: exposing more, or less, makes a new table.
final class ServiceTable {
    static final ServiceTable EMPTY = new ServiceTable(List.of(), null);

    private final List<Service> services;
    private final @Nullable Service other;
    private final LongTable<Service> bySid = new LongTable<>();

    private ServiceTable(List<Service> services, @Nullable Service other) {
        this.services = services;
        this.other = other;
        for (var service : services) if (!bySid.put(service.sid(), service)) throw taken(service, bySid);
    }

    private static IllegalArgumentException taken(Service service, LongTable<Service> by) {
        var there = by.get(service.sid());
        return new IllegalArgumentException("service " + service.name() + " (" + new ServiceId(service.sid())
                + ") is exposed already on this peer" + (there == null ? "" : ", as " + there.name()));
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
