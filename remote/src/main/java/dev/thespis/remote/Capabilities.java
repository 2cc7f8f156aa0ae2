package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Output;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The addresses that this side of a connection has given to the other one, in messages and replies: its *exports*.
///
/// A capability is a namespace that nobody can guess, exposed on one connection. Whoever writes an address into a frame
/// exports it: the protocol's services are exposed under such a namespace, and an offer that names them goes right
/// before the frame. Whoever reads it *holds* it, see [Holdings]: as an address like any other that leads over the
/// connection, or, if it is a relay, which decodes nothing and sees only the offer, as a *route*: the same namespace on
/// the connection that the frame is passed on to, leading to where it came from. An address that comes home is
/// unwrapped.
///
/// Each frame that a capability is offered for is counted on both sides. When nothing holds it any more it is released
/// with that count; an export whose count has come to nothing is forgotten. So one that is sent again while its release
/// is on the way stays.
///
/// Payloads that are passed on are not written anew, so under one namespace there can be only one thing: who offers a
/// namespace that somebody else has offered already, and could so take calls that are meant for another one, is
/// refused.
///
/// What is given in the frame that is being written is guarded by the outbox's lock, the rest by the monitor, which is
/// taken after that one, and never together with that of another connection. Nothing is written, and no listener is
/// called, while it is held.
final class Capabilities implements Giving {
    /// How the namespace of a capability begins.
    static final String PREFIX = "cap:";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Connection connection;

    // Made with the first export, since most connections have none:
    private Map<String, Export> exports = Map.of();
    private Map<Target, Export> byTarget = Map.of();
    private final LongTable<Service> services = new LongTable<>();

    private long chars;
    private long givenCount;
    private volatile boolean used;
    private boolean closed;

    /// What was given in the frame that is being written, and what is to be offered before it.
    private Set<Export> given = Set.of();

    private Set<Offer.Item> offered = Set.of();

    /// What is to be told when that which a new export leads to closes; told only once the frame is written, since that
    /// may be at once.
    private List<Runnable> watches = List.of();

    /// An actor, and what may be sent to it.
    private record Target(Endpoint<?> address, Class<?> protocol) {}

    /// What is exposed under a namespace of its own: an address of this process, or a route to another connection.
    private static final class Export {
        final String namespace;
        final List<? extends Service> services;
        final @Nullable Target target;
        final @Nullable Connection owner;
        final Runnable onClose;
        final long chars;
        long count;

        Export(
                Capabilities capabilities,
                String namespace,
                List<? extends Service> services,
                @Nullable Target target,
                @Nullable Connection owner) {
            this.namespace = namespace;
            this.services = services;
            this.target = target;
            this.owner = owner;
            this.onClose = () -> capabilities.withdraw(this);
            this.chars = services.stream()
                    .map(Service::offer)
                    .filter(Objects::nonNull)
                    .mapToLong(Offers::chars)
                    .sum();
        }
    }

    Capabilities(Connection connection) {
        this.connection = connection;
    }

    static boolean isOne(String namespace) {
        return namespace.startsWith(PREFIX);
    }

    /// The capabilities in a frame that is encoded and not written yet.
    ///
    /// @param offer the frame that goes right before it
    /// @param given what it counts for
    record Parcel(byte[] offer, List<Export> given) {}

    /// Those of the connection that an output is written for.
    ///
    /// @throws LongFrames.Outside.Left if the outbox's lock is not held; to be tried again with it
    static Capabilities of(Output out) {
        if (out.context() instanceof Capabilities capabilities) return capabilities;
        throw new LongFrames.Outside.Left();
    }

    // Under the outbox's lock, while a frame is written:

    @Override
    public String give(Endpoint<?> address, Class<?> protocol) {
        check();
        if (address instanceof RemoteAddress<?> remote && remote.isHeldOn(connection) && !remote.isOver()) {
            remote.offers().forEach(this::offer);
            return remote.namespace();
        }
        var target = new Target(address, protocol);
        synchronized (this) {
            var export = byTarget.get(target);
            if (export == null) {
                export = export(freshNamespace(), target);
                byTarget.put(target, export);
            }
            give(export);
            return export.namespace;
        }
    }

    private Export export(String namespace, Target target) {
        var contract =
                Contract.of(target.protocol, namespace, connection.options().codecs());
        var exported = contract.entries().stream()
                .map(entry -> new LocalService(entry, target.address, Services.Pressure.NONE, Gate.open()))
                .toList();
        var export = new Export(this, namespace, exported, target, null);
        add(export);
        watch(() -> target.address.whenClosed(export.onClose));
        return export;
    }

    private void watch(Runnable action) {
        if (watches.isEmpty()) watches = new ArrayList<>(1);
        watches.add(action);
    }

    static String freshNamespace() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    /// Gives an address under a namespace that it has got elsewhere, where a message with it was written that goes to
    /// the other side as it is.
    void give(String namespace, Endpoint<?> address, Class<?> protocol) {
        check();
        if (address instanceof RemoteAddress<?> remote && remote.namespace().equals(namespace)) {
            pass(namespace, remote.connection(), remote.offers());
            return;
        }
        var target = new Target(address, protocol);
        synchronized (this) {
            var export = exports.get(namespace);
            if (export == null) {
                export = export(namespace, target);
                byTarget.putIfAbsent(target, export);
            } else if (!target.equals(export.target)) {
                throw taken();
            }
            give(export);
        }
    }

    private void check() {
        if (!connection.control().knows())
            throw new EncodeException(
                    "an address can't be sent to " + connection.name() + ": it knows no capabilities");
    }

    /// Does not name the namespace, which only those who may use it are to know.
    private EncodeException taken() {
        return new EncodeException(
                "an address can't be sent to " + connection.name() + " under the namespace that it has elsewhere:"
                        + " there that stands for another one already; only somebody who means ill offers it twice");
    }

    private void add(Export export) {
        if (closed) throw new EncodeException("the connection " + connection.name() + " has ended");
        var limit = connection.limits().exports();
        if (exports.size() >= limit)
            throw new EncodeException("over exports=" + limit + " addresses have been given to " + connection.name()
                    + " that it has not released");
        if (chars + export.chars > Offers.MAX_CHARS)
            throw new EncodeException(
                    "over " + Offers.MAX_CHARS + " characters of the names of services have been given"
                            + " with addresses to " + connection.name() + " that it has not released");
        chars += export.chars;
        if (exports.isEmpty()) {
            exports = new HashMap<>();
            byTarget = new HashMap<>();
        }
        exports.put(export.namespace, export);
        for (var service : export.services) services.put(service.sid(), service);
        used = true;
    }

    /// Counts once for each frame.
    private void give(Export export) {
        if (given.isEmpty()) given = new LinkedHashSet<>();
        if (given.add(export)) {
            export.count++;
            givenCount++;
        }
        for (var service : export.services) offer(service.offer());
    }

    private void offer(@Nullable OfferedService offer) {
        if (offer == null) return;
        if (offered.isEmpty()) offered = new LinkedHashSet<>();
        offered.add(Control.item(offer));
    }

    /// Passes on what was offered right before a frame that is passed on.
    ///
    /// @param from where both came from
    void pass(Connection from, List<OfferedService> offers) {
        if (offers.isEmpty()) return;
        check();
        Offers.byNamespace(offers).forEach((namespace, ofIt) -> {
            var given = from.capabilities().export(namespace); // it was given there before, and comes back
            if (given != null && given.target != null) give(namespace, given.target.address, given.target.protocol);
            else pass(namespace, given == null || given.owner == null ? from : given.owner, ofIt);
        });
    }

    private void pass(String namespace, Connection owner, List<OfferedService> offers) {
        if (owner.equals(connection)) offers.forEach(this::offer); // it comes home
        else route(namespace, owner, offers);
    }

    private void route(String namespace, Connection owner, List<OfferedService> offers) {
        var closing = owner.holdings().hold(namespace);
        var isNew = false;
        try {
            synchronized (this) {
                var export = exports.get(namespace);
                if (export == null) {
                    var lane = new Lane(owner);
                    var routes = offers.stream()
                            .map(offer -> new Route(offer, owner, lane))
                            .toList();
                    var fresh = new Export(this, namespace, routes, null, owner);
                    add(fresh);
                    watch(() -> closing.add(fresh.onClose));
                    isNew = true;
                    export = fresh;
                } else if (!owner.equals(export.owner)) {
                    throw taken();
                }
                give(export);
            }
        } finally {
            if (!isNew) owner.holdings().release(namespace);
        }
    }

    private synchronized @Nullable Export export(String namespace) {
        return exports.get(namespace);
    }

    /// What is to be offered right before the frame that was just written.
    ///
    /// @return null if there is nothing
    @Nullable
    Offer offer() {
        return offered.isEmpty() ? null : new Offer(List.copyOf(offered));
    }

    /// Both the offer and the frame are written.
    void written() {
        if (offered.isEmpty()) return;
        offered = Set.of();
        given = Set.of();
        if (watches.isEmpty()) return;
        var all = List.copyOf(watches);
        watches = List.of();
        all.forEach(Runnable::run);
    }

    /// The frame that was being written is not sent.
    void notWritten() {
        if (offered.isEmpty()) return;
        watches = List.of();
        var taken = List.copyOf(given);
        offered = Set.of();
        given = Set.of();
        for (var export : taken) released(export.namespace, 1);
    }

    /// The frame that was just encoded is written later: what is to be offered then.
    ///
    /// @param offer the frame with that
    /// @return null if there is nothing
    @Nullable
    Parcel parcel(Output offer) {
        if (offered.isEmpty()) return null;
        var parcel = new Parcel(Arrays.copyOf(offer.array(), offer.position()), List.copyOf(given));
        written(); // what it leads to is watched from now on: another frame with the same address may be written first
        return parcel;
    }

    /// A parcel is written. What has gone since it was encoded could not be withdrawn before it was offered.
    void sent(Parcel parcel) {
        for (var export : parcel.given)
            if (!export.equals(export(export.namespace))) connection.control().tell(export.services, List.of());
    }

    /// A parcel will not be written.
    void notSent(Parcel parcel) {
        for (var export : parcel.given) if (export.equals(export(export.namespace))) released(export.namespace, 1);
    }

    // Any thread:

    /// Whether a namespace was given to the other side, which may therefore send it back.
    boolean isGiven(String namespace) {
        return used && export(namespace) != null;
    }

    /// The address that a namespace stands for which the other side has sent, and got from here: one of this process,
    /// or of that which it was passed on from.
    ///
    /// @return null if there is none
    /// @throws DecodeException if it stands for fewer messages: a holder may not make more of it than it was given
    @Nullable
    Endpoint<?> atHome(String namespace, Class<?> protocol) throws DecodeException {
        var export = used ? export(namespace) : null;
        if (export == null) return null;
        if (export.owner != null) return export.owner.holdings().address(namespace, protocol);
        var target = Objects.requireNonNull(export.target);
        if (protocol.isAssignableFrom(target.protocol)) return target.address;
        throw new DecodeException("an address of " + target.protocol.getSimpleName() + " came back as one of "
                + protocol.getSimpleName());
    }

    /// What is exposed under a service id.
    @Nullable
    Service find(long sid) {
        if (!used) return null;
        synchronized (this) {
            return services.get(sid);
        }
    }

    /// The other side holds a capability no more that has been offered to it that often. If it has been withdrawn and
    /// offered again meanwhile, which only somebody behind us can do who means ill, the count may be too large: that is
    /// no reason to cut this one off.
    ///
    /// @return false if it makes no sense
    boolean released(String namespace, long count) {
        Export export;
        synchronized (this) {
            export = exports.get(namespace);
            if (count < 1) return false;
            if (export == null) return true; // it was withdrawn meanwhile
            export.count -= Math.min(count, export.count);
            if (export.count > 0) return true;
            forget(export);
        }
        over(export);
        return true;
    }

    /// For how many frames capabilities were counted, all together.
    synchronized long givenCount() {
        return givenCount;
    }

    private void forget(Export export) {
        if (exports.isEmpty() || !exports.remove(export.namespace, export)) return;
        chars -= export.chars;
        if (export.target != null) byTarget.remove(export.target, export);
        for (var service : export.services) services.remove(service.sid());
    }

    /// What an export leads to need not tell any more when it closes.
    private static void over(Export export) {
        if (export.target != null) export.target.address.noLongerWhenClosed(export.onClose);
        if (export.owner != null) export.owner.holdings().release(export.namespace, export.onClose);
    }

    /// What an export leads to is gone: the other side is told so.
    private void withdraw(Export export) {
        synchronized (this) {
            if (!export.equals(exports.get(export.namespace))) return;
            forget(export);
        }
        over(export);
        connection.control().tell(export.services, List.of());
    }

    /// How many there are.
    synchronized int count() {
        return exports.size();
    }

    /// The connection has ended.
    void close() {
        List<Export> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(exports.values());
            all.forEach(this::forget);
        }
        all.forEach(Capabilities::over);
    }
}
