package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.DecodeException;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The capabilities that the other side of a connection has given to this one, and what holds each: addresses that can
/// still be reached, routes, and the frame at hand. See [Capabilities].
///
/// Guarded by the monitor. No frame is written, and no listener is called, while it is held.
final class Holdings implements Reaching {
    private static final Pattern NAMESPACE = Pattern.compile(Capabilities.PREFIX + "[0-9a-f]{32}");
    private static final Cleaner CLEANER = Cleaner.create();

    private final Connection connection;

    // Made with the first of them, since most connections have none:
    private Map<String, Holding> holdings = Map.of();
    private Map<Key, WeakReference<RemoteAddress<?>>> addresses = Map.of();

    private boolean closed;

    /// What the offer has named that came right before the frame at hand. Belongs to the reader.
    private List<OfferedService> atHand = List.of();

    /// The same by their ids, once they are looked for. Belongs to the reader.
    private @Nullable LongTable<OfferedService> atHandBySid;

    /// Those of them that are held for the sake of that frame. Belongs to the reader.
    private List<String> held = List.of();

    /// How often capabilities have been offered and withdrawn. Belong to the reader.
    private long offers;

    private long withdrawals;

    /// A capability, as what it is used here.
    private record Key(String namespace, Class<?> protocol) {}

    /// How many characters the names have of what waits to be passed on, together with requests.
    private long carriedChars;

    /// How many services that is.
    private int carriedServices;

    /// What has been offered of all of them.
    private final LongTable<Holding> services = new LongTable<>();

    private volatile boolean used;

    /// One capability.
    private static final class Holding {
        final String namespace;

        /// Of what was offered since it was last withdrawn.
        Closing closing = new Closing();

        final List<Long> services = new ArrayList<>(2);
        long count;
        int uses;

        Holding(String namespace) {
            this.namespace = namespace;
        }
    }

    Holdings(Connection connection) {
        this.connection = connection;
    }

    // For the reader:

    /// The other side has offered capabilities, and will send a frame that has them.
    ///
    /// @return what is wrong with that, or null
    @Nullable
    String offered(List<OfferedService> services) {
        for (var service : services)
            if (!NAMESPACE.matcher(service.namespace()).matches())
                return "the namespace " + Excerpt.of(service.namespace()) + " is that of no capability";
        var wrong = Offers.wrongId(services);
        if (wrong != null) return wrong;
        for (var service : services)
            if (service.id().isReserved() || Control.isOne(service.id().value()))
                return "service " + Excerpt.of(service.name()) + " of a capability has the id of one of the connection";
        frameDone();
        atHand = services;
        held = namespaces(services).stream()
                .filter(namespace -> !connection.capabilities().isGiven(namespace))
                .toList();
        offers += held.size();
        if (held.isEmpty()) return null;
        synchronized (this) {
            for (var namespace : held) {
                var holding = use(namespace);
                holding.count++;
                if (holding.closing.isClosed() && !closed) holding.closing = new Closing(); // it leads somewhere again
            }
            for (var service : services) note(service);
            return null;
        }
    }

    /// Notes what may be called by those only who were given the capability. So many as an honest peer may offer.
    private void note(OfferedService service) {
        var holding = holdings.get(service.namespace());
        if (holding == null || this.services.size() >= Offers.MAX_SERVICES) return;
        var id = service.id().value();
        if (this.services.put(id, holding)) holding.services.add(id);
        used = true;
    }

    /// What came right before the frame at hand.
    List<OfferedService> atHand() {
        return atHand;
    }

    /// The frame has been dealt with.
    void frameDone() {
        if (atHand.isEmpty()) return;
        held.forEach(this::release);
        atHand = List.of();
        atHandBySid = null;
        held = List.of();
    }

    /// Tells of services that are offered with other types than those that an address has here.
    private void compare(Contract contract) {
        if (atHand.isEmpty()) return;
        if (atHandBySid == null) {
            atHandBySid = new LongTable<>();
            for (var service : atHand) atHandBySid.put(service.id().value(), service);
        }
        for (var entry : contract.entries()) {
            var there = atHandBySid.get(entry.id().value());
            if (there == null || there.shape() == 0 || there.shape() == entry.shape()) continue;
            var readable = new OfferedService(contract.readable(), there.name(), there.id(), there.shape());
            connection.publish(new PeerEvent.ShapeDiffers(readable, entry.shape()));
        }
    }

    static Set<String> namespaces(List<OfferedService> services) {
        var all = new LinkedHashSet<String>();
        for (var service : services) all.add(service.namespace());
        return all;
    }

    // Any thread:

    /// Holds a capability that is held already, until it is released as often.
    ///
    /// @return tells when it is of no use any more; null if it is not held
    synchronized @Nullable Closing keep(String namespace) {
        var holding = holdings.get(namespace);
        if (holding == null) return null;
        holding.uses++;
        return holding.closing;
    }

    /// Whether that is a service of a capability which is held.
    boolean isService(long sid) {
        if (!used) return false;
        synchronized (this) {
            return services.get(sid) != null;
        }
    }

    /// Holds the capability that has a service, until it is released.
    ///
    /// @return its namespace; null if it is none that is held
    @Nullable
    String keep(long sid) {
        if (!used) return null;
        synchronized (this) {
            var holding = services.get(sid);
            if (holding == null) return null;
            holding.uses++;
            return holding.namespace;
        }
    }

    /// Takes room for what comes with a request that is passed on, until it is [freed][#free].
    ///
    /// @return false if too much of that waits already: offers take no credit
    boolean reserve(List<OfferedService> offers) {
        var size = Offers.chars(offers);
        synchronized (this) {
            if (carriedServices > 0
                    && (carriedChars + size > Offers.MAX_CHARS
                            || carriedServices + offers.size() > Offers.MAX_SERVICES)) return false;
            carriedChars += size;
            carriedServices += offers.size();
            return true;
        }
    }

    /// What has taken room is passed on, or never will be.
    synchronized void free(List<OfferedService> offers) {
        carriedChars -= Offers.chars(offers);
        carriedServices -= offers.size();
    }

    private Holding use(String namespace) {
        if (holdings.isEmpty()) holdings = new HashMap<>();
        var holding = holdings.computeIfAbsent(namespace, Holding::new);
        holding.uses++;
        if (closed) holding.closing.close(); // a request that was left behind: it is told so right away
        return holding;
    }

    /// Holds it no longer; if nobody does, the other side is told so.
    void release(String namespace) {
        long count;
        synchronized (this) {
            var holding = holdings.get(namespace);
            if (holding == null || --holding.uses > 0) return;
            holdings.remove(namespace);
            holding.services.forEach(services::remove);
            count = holding.count;
        }
        // on another thread, since this one may be writing to another connection
        if (count > 0) Thread.ofVirtual().start(() -> connection.control().release(namespace, count));
    }

    /// The address that a namespace stands for in the frame at hand. For the reader.
    ///
    /// @throws DecodeException if there can be none
    @Override
    public Endpoint<?> address(String namespace, Class<?> protocol) throws DecodeException {
        return address(namespace, protocol, this::compare);
    }

    /// The same for a frame that has waited. For any thread.
    Endpoint<?> addressLater(String namespace, Class<?> protocol) throws DecodeException {
        return address(namespace, protocol, contract -> {});
    }

    /// @param whenFresh takes the contract of an address that there has not been yet
    private Endpoint<?> address(String namespace, Class<?> protocol, Consumer<Contract> whenFresh)
            throws DecodeException {
        if (!NAMESPACE.matcher(namespace).matches())
            throw new DecodeException("the namespace of an address is that of no capability: " + Excerpt.of(namespace));
        var home = connection.capabilities().atHome(namespace, protocol);
        return home == null ? received(namespace, protocol, whenFresh) : home;
    }

    /// The address of what the other side has given, and was not given itself.
    Endpoint<?> received(String namespace, Class<?> protocol) throws DecodeException {
        return received(namespace, protocol, contract -> {});
    }

    private Endpoint<?> received(String namespace, Class<?> protocol, Consumer<Contract> whenFresh)
            throws DecodeException {
        var key = new Key(namespace, protocol);
        Contract contract;
        Endpoint<?> fresh;
        synchronized (this) {
            var known = addresses.get(key);
            var address = known == null ? null : known.get();
            if (address != null && !address.isReleased() && !isOld(address)) return address;
            contract =
                    Contract.received(protocol, namespace, connection.options().codecs());
            fresh = receive(key, contract);
        }
        whenFresh.accept(contract);
        return fresh;
    }

    /// Whether an address was closed, and what it stood for has been given again.
    private boolean isOld(RemoteAddress<?> address) {
        var holding = holdings.get(address.namespace());
        return address.isOver() && holding != null && !holding.closing.isClosed();
    }

    private Endpoint<?> receive(Key key, Contract contract) throws DecodeException {
        var limit = connection.limits().exports();
        if (addresses.size() >= limit)
            throw new DecodeException("over exports=" + limit + " addresses of the other side are in use here");
        var closing = use(key.namespace).closing;
        var address = new RemoteAddress<>(connection, contract, key.namespace, closing);
        var reference = new WeakReference<RemoteAddress<?>>(address);
        if (addresses.isEmpty()) addresses = new HashMap<>();
        addresses.put(key, reference);
        var cleanable = CLEANER.register(address, () -> unused(key, reference));
        address.releasedBy(cleanable::clean);
        return address;
    }

    private void unused(Key key, WeakReference<RemoteAddress<?>> reference) {
        synchronized (this) {
            addresses.remove(key, reference);
        }
        release(key.namespace);
    }

    /// The other side has withdrawn capabilities.
    ///
    /// @return false if it has withdrawn none, or more of them than it has offered
    boolean withdrawn(List<OfferedService> gone) {
        if (gone.isEmpty()) return false;
        var closing = new ArrayList<Closing>();
        var namespaces = namespaces(gone);
        withdrawals += namespaces.size();
        synchronized (this) {
            for (var namespace : namespaces) {
                var holding = holdings.get(namespace);
                if (holding != null) closing.add(holding.closing);
            }
        }
        closing.forEach(Closing::close);
        return withdrawals <= offers;
    }

    /// How many there are.
    synchronized int count() {
        return holdings.size();
    }

    /// The connection has ended: none of it leads anywhere any more.
    void close() {
        List<Holding> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(holdings.values());
            holdings = Map.of();
        }
        for (var holding : all) holding.closing.close();
    }
}
