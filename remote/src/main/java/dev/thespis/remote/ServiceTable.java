package dev.thespis.remote;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a connection exposes, by service id. Immutable: exposing more makes a new table.
final class ServiceTable {
    static final ServiceTable EMPTY = new ServiceTable(List.of());

    private final List<LocalService> services;
    private final @Nullable LocalService[] slots;

    private ServiceTable(List<LocalService> services) {
        this.services = services;
        this.slots = new LocalService[Integer.highestOneBit(services.size() * 2 + 1) * 2];
        for (var service : services) slots[slot(service.entry().id().value())] = service;
    }

    /// A table with more services.
    ///
    /// @throws IllegalArgumentException if one of them is exposed already
    ServiceTable with(List<LocalService> more) {
        var all = new ArrayList<>(services);
        for (var service : more) {
            var there = find(service.entry().id().value());
            if (there != null)
                throw new IllegalArgumentException("service " + service.entry().service() + " ("
                        + service.entry().id() + ") is exposed already on this peer, as "
                        + there.entry().service());
            all.add(service);
        }
        return new ServiceTable(List.copyOf(all));
    }

    List<LocalService> services() {
        return services;
    }

    @Nullable
    LocalService find(long sid) {
        return slots[slot(sid)];
    }

    private int slot(long sid) {
        var mask = slots.length - 1;
        var slot = (int) (sid ^ sid >>> 32) & mask;
        while (true) {
            var service = slots[slot];
            if (service == null || service.entry().id().value() == sid) return slot;
            slot = (slot + 1) & mask;
        }
    }
}
