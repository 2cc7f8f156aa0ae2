package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.Codecs;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Output;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
/// refused. For the same reason no two services may have the same id.
///
/// What was withdrawn is remembered until the other side has released it, so that it is known when it comes home
/// although it leads nowhere any more: a frame with it may have crossed the withdrawal.
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
    private Map<Origin.Here, Export> byAddress = Map.of();
    private final LongTable<Service> services = new LongTable<>();

    /// What was withdrawn and is not released yet, the oldest first; as many as there may be exports.
    private Map<String, Export> gone = Map.of();

    private long chars;
    private long givenCount;
    private volatile boolean used;
    private boolean closed;

    /// What is in the frame that is being written; null if that is nothing.
    private @Nullable Parcel parcel;

    Capabilities(Connection connection) {
        this.connection = connection;
    }

    Codecs codecs() {
        return connection.options().codecs();
    }

    static boolean isOne(String namespace) {
        return namespace.startsWith(PREFIX);
    }

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
        if (address instanceof RemoteAddress<?> remote
                && remote.isHeldOn(connection)
                && !remote.isOver()
                && bringHome(remote.namespace(), remote.offers(protocol))) return remote.namespace();
        var here = new Origin.Here(address, protocol);
        synchronized (this) {
            var export = byAddress.get(here);
            if (export != null) {
                count(export, export.offers());
                return export.namespace;
            }
        }
        var namespace = freshNamespace();
        giveAs(namespace, here);
        return namespace;
    }

    /// Gives an address under a namespace that it has got elsewhere, where a message with it was written that goes to
    /// the other side as it is.
    void give(String namespace, Endpoint<?> address, Class<?> protocol) {
        check();
        if (address instanceof RemoteAddress<?> remote && remote.namespace().equals(namespace)) {
            var origin = remote.isOver() ? new Origin.Nowhere() : new Origin.There(remote.connection());
            pass(namespace, origin, remote.offers(protocol));
        } else {
            giveAs(namespace, new Origin.Here(address, protocol));
        }
    }

    private void giveAs(String namespace, Origin.Here here) {
        var export = Export.of(this, namespace, here);
        var given = give(export, export.all());
        synchronized (this) {
            if (given.equals(exports.get(namespace))) byAddress.putIfAbsent(here, given);
        }
    }

    /// Passes on what came with a frame that is passed on.
    ///
    /// @param offers what may be sent to it
    void pass(String namespace, Origin origin, List<OfferedService> offers) {
        check();
        if (offers.isEmpty()) return; // nothing that it was given, so nobody would count it
        switch (origin) {
            case Origin.Here here -> give(Export.of(this, namespace, here), offers);
            case Origin.There there -> pass(namespace, there, offers);
            case Origin.Nowhere nowhere -> giveDead(namespace, offers);
        }
    }

    private void pass(String namespace, Origin.There there, List<OfferedService> offers) {
        if (there.owner().equals(connection)) {
            if (!bringHome(namespace, offers)) giveDead(namespace, offers);
            return;
        }
        var closing = there.owner().holdings().keep(namespace);
        if (closing == null) {
            giveDead(namespace, offers);
            return;
        }
        var fresh = Export.of(this, namespace, there, closing);
        var isNew = false;
        try {
            isNew = give(fresh, offers).equals(fresh);
        } finally {
            if (!isNew) there.owner().holdings().release(namespace);
        }
    }

    /// Gives the other side what it has given to this one.
    ///
    /// @return false if that is not held here any more
    private boolean bringHome(String namespace, List<OfferedService> offers) {
        var home = parcel();
        if (!home.homebound.contains(namespace)) {
            if (connection.holdings().keep(namespace) == null) return false;
            home.homebound.add(namespace);
        }
        offers.forEach(home::offer);
        return true;
    }

    /// Whoever gets it is told right after the frame that it leads nowhere; or soon, if it has it already.
    private void giveDead(String namespace, List<OfferedService> offers) {
        synchronized (this) {
            var export = exports.get(namespace);
            if (export != null) {
                count(export, offers);
                return;
            }
            givenCount++;
        }
        offers.forEach(parcel()::offer);
        parcel().dead.addAll(offers);
    }

    /// Gives what is exposed already under the namespace, or else what is proposed.
    ///
    /// @return what it gave
    private synchronized Export give(Export proposed, List<OfferedService> offers) {
        if (closed) throw NotGiven.ever("the connection " + connection.name() + " has ended");
        var export = exports.getOrDefault(proposed.namespace, proposed);
        if (!export.origin.equals(proposed.origin)) throw taken();
        extend(export, offers);
        if (export.equals(proposed)) {
            parcel().fresh.add(export);
            var before = gone.remove(export.namespace);
            if (before != null) export.count = before.count;
        }
        count(export, offers);
        return export;
    }

    /// Counts once for each frame.
    private void count(Export export, List<OfferedService> offers) {
        if (parcel().given.add(export)) {
            export.count++;
            givenCount++;
        }
        for (var offer : offers) if (export.grants(offer.id())) parcel().offer(offer);
    }

    /// Adds what may be sent to an export and could not before: it may have been given as less. All of it or nothing.
    private void extend(Export export, List<OfferedService> offers) {
        var more = new LinkedHashMap<Long, Service>();
        long moreChars = 0;
        for (var offer : offers) {
            if (export.grants(offer.id())) continue;
            var service = export.service(offer);
            if (service == null || more.putIfAbsent(service.sid(), service) != null) continue;
            if (services.get(service.sid()) != null || connection.exposed().exposed(service.sid()) != null)
                throw taken();
            moreChars += Offers.chars(offer);
        }
        bound(exports.size() + (exports.containsKey(export.namespace) ? 0 : 1), more.size(), moreChars);
        if (!used) {
            exports = new HashMap<>();
            byAddress = new HashMap<>();
            gone = new LinkedHashMap<>();
        }
        exports.put(export.namespace, export);
        more.forEach((sid, service) -> services.put(sid, service));
        export.add(more.values(), moreChars);
        chars += moreChars;
        used = true;
    }

    private void bound(int count, int moreServices, long moreChars) {
        var limit = connection.limits().exports();
        if (count > limit)
            throw NotGiven.forNow("over exports=" + limit + " addresses have been given to " + connection.name()
                    + " that it has not released: it ought to, with Capability.release, since what is only unreachable"
                    + " is found sooner or later");
        if (chars + moreChars > Offers.MAX_CHARS || services.size() + moreServices > Offers.MAX_SERVICES)
            throw NotGiven.forNow("over " + Offers.MAX_SERVICES + " services, or " + Offers.MAX_CHARS
                    + " characters of their names, have been given with addresses to " + connection.name()
                    + " that it has not released");
    }

    static String freshNamespace() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    private void check() {
        var other = connection.control().remote();
        if (other instanceof RemoteInfo.Greeted) return;
        var message = "an address can't be sent to " + connection.name();
        if (other instanceof RemoteInfo.Legacy) throw NotGiven.ever(message + ": it knows no capabilities");
        throw NotGiven.forNow(message + ": it has not said whether it knows capabilities");
    }

    /// Does not name the namespace, which only those who may use it are to know.
    private NotGiven taken() {
        return NotGiven.ever(
                "an address can't be sent to " + connection.name() + " under the namespace that it has elsewhere:"
                        + " there that stands for another one already; only somebody who means ill offers it twice");
    }

    private Parcel parcel() {
        var now = parcel;
        if (now == null) parcel = now = new Parcel();
        return now;
    }

    /// What is to be offered right before the frame that was just written.
    ///
    /// @return null if there is nothing
    @Nullable
    Offer offer() {
        var now = parcel;
        return now == null || now.offered.isEmpty() ? null : new Offer(List.copyOf(now.offered));
    }

    /// Both the offer and the frame are written.
    void written() {
        var done = parcel;
        parcel = null;
        if (done == null) return;
        watch(done);
        leave(done);
    }

    /// The frame that was being written is not sent.
    void notWritten() {
        var undone = parcel;
        parcel = null;
        if (undone == null) return;
        notSent(undone);
        watch(undone); // what is there all the same: it has been given before, withdrawn, and not released
    }

    /// The frame that was just encoded is written later: what is to be offered then.
    ///
    /// @param offer the frame with that
    /// @return null if there is nothing
    @Nullable
    Parcel parcel(Output offer) {
        var later = parcel;
        parcel = null;
        if (later == null) return null;
        later.offer = Arrays.copyOf(offer.array(), offer.position());
        watch(later); // from now on: another frame with the same address may be written first
        return later;
    }

    /// A parcel is written. What has gone since it was encoded could not be withdrawn before it was offered.
    void sent(Parcel sent) {
        for (var export : sent.given) if (live(export.namespace) == null) sent.dead.addAll(export.offers());
        leave(sent);
    }

    /// A parcel will not be written.
    void notSent(Parcel unsent) {
        unsent.dead.clear();
        leave(unsent);
        for (var export : unsent.given) released(export.namespace, 1);
    }

    private void leave(Parcel parcel) {
        for (var namespace : parcel.homebound) connection.holdings().release(namespace);
        if (!parcel.dead.isEmpty()) connection.control().withdrawn(parcel.dead);
    }

    private void watch(Parcel parcel) {
        for (var export : parcel.fresh) {
            if (isThere(export)) export.watch();
            if (!isThere(export)) export.unwatch();
        }
    }

    // Any thread:

    private boolean isThere(Export export) {
        return export.equals(live(export.namespace));
    }

    /// Whether a namespace was given to the other side, which may therefore send it back.
    boolean isGiven(String namespace) {
        return given(namespace) != null;
    }

    /// What was given to the other side under a namespace, and is not released.
    @Nullable
    Export given(String namespace) {
        if (!used) return null;
        synchronized (this) {
            var export = exports.get(namespace);
            return export == null ? gone.get(namespace) : export;
        }
    }

    /// What is exposed under a namespace; null if it was withdrawn.
    synchronized @Nullable Export live(String namespace) {
        return exports.get(namespace);
    }

    /// The address that a namespace stands for which the other side has sent, and got from here: one of this process,
    /// or of that which it was passed on from.
    ///
    /// @return null if there is none
    /// @throws DecodeException if it stands for fewer messages: a holder may not make more of it than it was given
    @Nullable
    Endpoint<?> atHome(String namespace, Class<?> protocol) throws DecodeException {
        var given = given(namespace);
        if (given == null) return null;
        var origin = Origin.of(connection, namespace);
        try {
            return origin.reach(connection, namespace, given, protocol);
        } finally {
            origin.letGo(namespace);
        }
    }

    /// What is exposed under a service id.
    @Nullable
    Service find(long sid) {
        if (!used) return null;
        synchronized (this) {
            return services.get(sid);
        }
    }

    /// The other side holds a capability no more that has been offered to it that often. The count may be too large,
    /// if it has been withdrawn and forgotten meanwhile, and offered again by somebody behind us: that is no reason to
    /// cut this one off.
    ///
    /// @return false if it makes no sense
    boolean released(String namespace, long count) {
        if (count < 1) return false;
        Export export;
        synchronized (this) {
            export = given(namespace);
            if (export == null) return true; // it was withdrawn meanwhile, and forgotten
            export.count -= Math.min(count, export.count);
            if (export.count > 0) return true;
            gone.remove(namespace, export);
            if (!forget(export)) return true;
        }
        export.letGo();
        return true;
    }

    /// For how many frames capabilities were counted, all together.
    synchronized long givenCount() {
        return givenCount;
    }

    /// @return false if it was forgotten before
    private boolean forget(Export export) {
        if (!exports.remove(export.namespace, export)) return false;
        chars -= export.chars;
        if (export.origin instanceof Origin.Here here) byAddress.remove(here, export);
        for (var service : export.services()) services.remove(service.sid());
        return true;
    }

    /// What an export leads to is gone: the other side is told so.
    void withdraw(Export export) {
        List<OfferedService> offers;
        synchronized (this) {
            if (!forget(export)) return;
            offers = export.offers();
            if (gone.size() >= connection.limits().exports())
                gone.remove(gone.keySet().iterator().next());
            gone.put(export.namespace, export);
        }
        export.letGo();
        connection.control().withdrawn(offers);
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
            gone = new LinkedHashMap<>();
        }
        all.forEach(Export::letGo);
    }
}
