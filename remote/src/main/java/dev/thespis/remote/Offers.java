package dev.thespis.remote;

import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What the other side offers, and with which types this side uses it.
///
/// What it offers is bounded. What this side uses is forgotten together with the last address that uses it, since
/// namespaces may come and go as long as the connection lives.
///
/// Changed by the reader thread and by those who make addresses; guarded by the monitor, under which the events are
/// published too, so that they come in the order of the changes.
final class Offers {
    /// So many services may be offered on one connection.
    static final int MAX_SERVICES = 65_536;

    /// So many characters may their names have together.
    static final int MAX_CHARS = 8 << 20;

    /// So much may the events [weigh][#weight] that wait for one observer. What is offered can change as long as the
    /// connection lives, so that events would hold many times of what it ever was at once.
    static final int EVENT_BYTES = 16 << 20;

    private static final int SERVICE_BYTES = 128;

    private final Listener listener;

    private final LongTable<Offered> offered = new LongTable<>();

    /// The number of the next one, by which they are put in order.
    private long next;

    /// Made with the first address: most servers have none.
    private @Nullable Uses uses;

    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private long chars;

    /// Whether anything was offered, if only that there is nothing.
    private boolean heard;

    /// A service that is offered.
    private static final class Offered {
        final OfferedService service;
        final long number;

        /// Shapes of this side of which an event has told already that they differ.
        Set<Long> told = Set.of();

        Offered(OfferedService service, long number) {
            this.service = service;
            this.number = number;
        }
    }

    /// Who is told of changes.
    interface Listener {
        /// Takes an event, under the monitor.
        void publish(PeerEvent event);

        /// What is offered has changed. On the reader thread.
        void offersChanged();
    }

    Offers(Listener listener) {
        this.listener = listener;
    }

    /// The other side offers services, new ones or with new types. If nothing is new, nobody is told.
    ///
    /// @return what is wrong with that, or null
    @Nullable
    String add(List<OfferedService> services) {
        var wrong = wrongId(services);
        if (wrong != null) return wrong;
        synchronized (this) {
            var changed = new ArrayList<OfferedService>();
            for (var service : services) {
                put(service, changed);
                if (offered.size() > MAX_SERVICES || chars > MAX_CHARS)
                    return "over " + MAX_SERVICES + " services are offered, or over " + MAX_CHARS
                            + " characters of their names";
            }
            if (heard && changed.isEmpty()) return null;
            heard = true;
            listener.publish(new PeerEvent.Offered(List.copyOf(changed)));
            var used = uses;
            for (var service : changed) {
                var id = service.id().value();
                if (used != null) used.forEachShape(id, shape -> compare(id, shape));
            }
        }
        first.complete(null);
        listener.offersChanged();
        return null;
    }

    /// What an event holds of what the other side likes to tell: about so many bytes.
    static long weight(PeerEvent event) {
        return switch (event) {
            case PeerEvent.Offered offered -> weight(offered.services());
            case PeerEvent.Withdrawn withdrawn -> weight(withdrawn.services());
            default -> 0;
        };
    }

    private static long weight(List<OfferedService> services) {
        return chars(services) + (long) SERVICE_BYTES * services.size();
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

    private void put(OfferedService service, List<OfferedService> changed) {
        var id = service.id().value();
        var before = offered.get(id);
        if (before != null && before.service.equals(service)) return;
        if (before == null) chars += chars(service);
        else offered.remove(id);
        var kept = KnownServices.shared(service);
        offered.put(id, new Offered(kept, before == null ? next++ : before.number));
        changed.add(kept);
    }

    /// The other side withdraws services. Those that it has not offered are left out of the event.
    void remove(List<ServiceId> ids) {
        var gone = new ArrayList<OfferedService>();
        synchronized (this) {
            for (var id : ids) {
                var before = offered.remove(id.value());
                if (before == null) continue;
                chars -= chars(before.service);
                gone.add(before.service);
            }
            if (gone.isEmpty()) return;
            listener.publish(new PeerEvent.Withdrawn(List.copyOf(gone)));
        }
        listener.offersChanged();
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
    synchronized void use(Contract contract) {
        if (uses == null) uses = new Uses();
        uses.add(contract);
        for (var entry : contract.entries()) compare(entry.id().value(), entry.shape());
    }

    private void compare(long id, long shape) {
        var there = offered.get(id);
        if (there == null || there.service.shape() == 0 || there.service.shape() == shape) return;
        if (there.told.isEmpty()) there.told = HashSet.newHashSet(1);
        if (there.told.add(shape)) listener.publish(new PeerEvent.ShapeDiffers(there.service, shape));
    }

    /// With how many contracts the services are used.
    synchronized int usesCount() {
        return uses == null ? 0 : uses.count();
    }

    /// Whether a service is offered now.
    synchronized boolean isOffered(long id) {
        return offered.get(id) != null;
    }

    /// What is offered now, in the order in which it came.
    synchronized List<OfferedService> now() {
        var all = new ArrayList<Offered>(offered.size());
        offered.forEach(all::add);
        all.sort(Comparator.comparingLong(offer -> offer.number));
        return all.stream().map(offer -> offer.service).toList();
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
}
