package dev.thespis.remote;

import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the other side offers, and with which types this side uses it.
///
/// What it offers is bounded. What this side uses is forgotten together with the last address that uses it, since
/// namespaces may come and go as long as the connection lives.
///
/// Changed by the reader thread and by those who make addresses; guarded by the lock, under which the events are
/// published too, so that they come in the order of the changes.
final class Offers {
    /// So many services may be offered on one connection.
    static final int MAX_SERVICES = 65_536;

    /// So many characters may their names have together.
    static final int MAX_CHARS = 8 << 20;

    private final Consumer<PeerEvent> events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Offered> offered = new LinkedHashMap<>();
    private final Uses uses = new Uses();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final List<Runnable> whenChanged = new CopyOnWriteArrayList<>();
    private long chars;

    /// A service that is offered.
    private static final class Offered {
        final OfferedService service;

        /// Shapes of this side of which an event has told already that they differ.
        final Set<Long> told = HashSet.newHashSet(1);

        Offered(OfferedService service) {
            this.service = service;
        }
    }

    Offers(Consumer<PeerEvent> events) {
        this.events = events;
    }

    /// The other side offers services, new ones or with new types.
    ///
    /// @return what is wrong with that, or null
    @Nullable
    String add(List<OfferedService> services) {
        var wrong = wrongId(services);
        if (wrong != null) return wrong;
        lock.lock();
        try {
            for (var service : services) {
                put(service);
                if (offered.size() > MAX_SERVICES || chars > MAX_CHARS)
                    return "over " + MAX_SERVICES + " services are offered, or over " + MAX_CHARS
                            + " characters of their names";
            }
            events.accept(new PeerEvent.Offered(services));
            for (var service : services) {
                var id = service.id().value();
                uses.forEachShape(id, shape -> compare(id, shape));
            }
        } finally {
            lock.unlock();
        }
        first.complete(null);
        whenChanged.forEach(Runnable::run);
        return null;
    }

    /// Looks whether services are offered under the ids of others, which would take requests that are not for them.
    ///
    /// @return what is wrong, or null
    static @Nullable String wrongId(List<OfferedService> services) {
        for (var service : services)
            if (!ServiceId.of(service.namespace(), service.name()).equals(service.id()))
                return "service " + Excerpt.of(service.namespace() + "::" + service.name()) + " is offered as "
                        + service.id() + ", which is not its id";
        return null;
    }

    private void put(OfferedService service) {
        var id = service.id().value();
        var before = offered.get(id);
        if (before != null && before.service.equals(service)) return;
        offered.put(id, new Offered(service));
        if (before == null) chars += chars(service);
    }

    /// The other side withdraws services. Those that it has not offered are left out of the event.
    void remove(List<ServiceId> ids) {
        var gone = new ArrayList<OfferedService>();
        lock.lock();
        try {
            for (var id : ids) {
                var before = offered.remove(id.value());
                if (before == null) continue;
                chars -= chars(before.service);
                gone.add(before.service);
            }
            if (gone.isEmpty()) return;
            events.accept(new PeerEvent.Withdrawn(List.copyOf(gone)));
        } finally {
            lock.unlock();
        }
        whenChanged.forEach(Runnable::run);
    }

    static int chars(OfferedService service) {
        return service.namespace().length() + service.name().length();
    }

    static long chars(List<OfferedService> services) {
        return services.stream().mapToLong(Offers::chars).sum();
    }

    static Map<String, List<OfferedService>> byNamespace(List<OfferedService> services) {
        var all = new LinkedHashMap<String, List<OfferedService>>();
        for (var service : services)
            all.computeIfAbsent(service.namespace(), namespace -> new ArrayList<>())
                    .add(service);
        return all;
    }

    /// Notes that an address of this side uses a contract, which the address holds on to.
    void use(Contract contract) {
        lock.lock();
        try {
            uses.add(contract);
            for (var entry : contract.entries()) compare(entry.id().value(), entry.shape());
        } finally {
            lock.unlock();
        }
    }

    private void compare(long id, long shape) {
        var there = offered.get(id);
        if (there == null || there.service.shape() == 0 || there.service.shape() == shape) return;
        if (there.told.add(shape)) events.accept(new PeerEvent.ShapeDiffers(there.service, shape));
    }

    /// With how many contracts the services are used.
    int usesCount() {
        lock.lock();
        try {
            return uses.count();
        } finally {
            lock.unlock();
        }
    }

    /// What is offered now.
    List<OfferedService> now() {
        lock.lock();
        try {
            return offered.values().stream().map(offer -> offer.service).toList();
        } finally {
            lock.unlock();
        }
    }

    /// What is offered, waiting for the first offer.
    List<OfferedService> await(Duration wait) throws InterruptedException {
        try {
            first.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // what is known by now is returned
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return now();
    }

    /// Whether the other side has said what it offers, or is not to be waited for.
    boolean isKnown() {
        return first.isDone();
    }

    /// Nobody is to wait for the first offer.
    void expectNone() {
        first.complete(null);
    }

    /// Runs the action, on the reader thread, whenever what is offered has changed.
    void whenChanged(Runnable action) {
        whenChanged.add(action);
    }
}
