package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.control.Pong;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Cbor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the two peers say to each other about the connection itself: the services of the namespace `thespis`.
///
/// They are sends, which a peer of the original ignores as unknown. Nothing but the hello is sent before the other
/// side's
/// own hello has shown that it knows them. Frames are taken by the reader thread; the state is guarded by the lock.
final class Control {
    static final ServiceId HELLO = ServiceId.of("thespis", "Hello");

    private static final int PROTOCOL = 1;
    private static final int MAX_OFFERS = 65_536;
    private static final int MAX_OFFERED_CHARS = 8 << 20;
    private static final int MAX_NAME_BYTES = 64;
    private static final int MAX_REASON_CHARS = 256;

    /// What a frame of an offer needs besides its items, and an item besides its texts, at most.
    private static final int FRAME_BYTES = 48;

    private static final int ITEM_BYTES = 64;
    private static final SecureRandom NONCES = new SecureRandom();
    private static final int MAX_PINGS = 64;
    private static final byte[] INCARNATION = incarnation();

    private static final ServiceId OFFER = ServiceId.of("thespis", "Offer");
    private static final ServiceId WITHDRAW = ServiceId.of("thespis", "Withdraw");
    private static final ServiceId CREDIT = ServiceId.of("thespis", "Credit");
    private static final ServiceId CANCEL = ServiceId.of("thespis", "Cancel");
    private static final ServiceId PING = ServiceId.of("thespis", "Ping");
    private static final ServiceId PONG = ServiceId.of("thespis", "Pong");
    private static final ServiceId GOODBYE = ServiceId.of("thespis", "Goodbye");

    /// What concerns one connection only, so that no relay passes it on; those included that come with capabilities.
    private static final Set<Long> ALL = Set.of(
            HELLO.value(),
            OFFER.value(),
            WITHDRAW.value(),
            CREDIT.value(),
            CANCEL.value(),
            ServiceId.of("thespis", "Release").value(),
            PING.value(),
            PONG.value(),
            GOODBYE.value());

    private static final Codec<Hello> HELLO_CODEC = Cbor.codecs().codec(Hello.class);
    private static final Codec<Offer> OFFER_CODEC = Cbor.codecs().codec(Offer.class);
    private static final Codec<Withdraw> WITHDRAW_CODEC = Cbor.codecs().codec(Withdraw.class);
    private static final Codec<Credit> CREDIT_CODEC = Cbor.codecs().codec(Credit.class);
    private static final Codec<Cancel> CANCEL_CODEC = Cbor.codecs().codec(Cancel.class);
    private static final Codec<Ping> PING_CODEC = Cbor.codecs().codec(Ping.class);
    private static final Codec<Pong> PONG_CODEC = Cbor.codecs().codec(Pong.class);
    private static final Codec<Goodbye> GOODBYE_CODEC = Cbor.codecs().codec(Goodbye.class);

    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<RemoteInfo> remote = new CompletableFuture<>();
    private final CompletableFuture<Void> firstOffer = new CompletableFuture<>();
    private final Map<Long, OfferedService> offered = new LinkedHashMap<>();
    private final Map<Long, Long> expected = new HashMap<>();
    private final ArrayDeque<SentPing> pings = new ArrayDeque<>();
    private final Rate rate;
    private long offeredChars;
    private volatile long maxFrame;

    /// How many calls the other side has made, and how many of them it has cancelled. Both belong to the reader.
    private long calls;

    private long cancels;

    /// A ping that is not answered yet.
    ///
    /// @param nonce of the ping
    /// @param mark how many bytes the outbox had accepted with it
    /// @param nanos when it was sent
    /// @param trip completed with the round-trip time
    private record SentPing(long nonce, long mark, long nanos, CompletableFuture<Duration> trip) {}

    Control(Connection connection) {
        this.connection = connection;
        this.rate = new Rate(connection.limits().controlFrames());
    }

    private static byte[] incarnation() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /// Whether a service is one of those that peers tell each other about the connection with.
    static boolean isOne(long sid) {
        return ALL.contains(sid);
    }

    void greet() {
        var options = connection.options();
        var limits = options.limits();
        var hello = new Hello(
                PROTOCOL,
                INCARNATION,
                options.software(),
                options.release(),
                limits.frames().acceptBytes(),
                limits.windowMessages(),
                limits.windowBytes(),
                List.of(Metadata.FEATURE));
        connection.outbox().control(HELLO.value(), HELLO_CODEC, hello);
    }

    /// The first frame was no hello.
    void legacy() {
        settle(new RemoteInfo.Legacy());
        connection.outbox().legacy();
        firstOffer.complete(null);
        connection.offersChanged();
    }

    /// Who the other side is, if it has said so.
    RemoteInfo remote() {
        return remote.getNow(new RemoteInfo.Unknown());
    }

    /// Waits for the first frame of the other side.
    RemoteInfo remote(Duration wait) throws InterruptedException {
        try {
            return remote.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new RemoteInfo.Unknown();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the other side offers, waiting for its first offer.
    List<OfferedService> offered(Duration wait) throws InterruptedException {
        try {
            firstOffer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // what is known by now is returned
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return offers();
    }

    /// Takes a frame, if it is one of a control service. From who has not said hello only a hello is one.
    ///
    /// @return false if it is not
    boolean take(long sid, Input payload) {
        if (sid != HELLO.value() && !knows()) return false;
        try {
            if (sid == CREDIT.value()) credited(Cbor.decode(CREDIT_CODEC, payload));
            else if (sid == CANCEL.value()) cancelled(Cbor.decode(CANCEL_CODEC, payload));
            else return takeRare(sid, payload);
        } catch (DecodeException e) {
            violation("a control frame can't be decoded: " + e.getMessage());
        }
        return true;
    }

    private boolean takeRare(long sid, Input payload) throws DecodeException {
        if (sid == PING.value()) pong(Cbor.decode(PING_CODEC, payload));
        else if (sid == PONG.value()) answered(Cbor.decode(PONG_CODEC, payload));
        else if (sid == OFFER.value()) offered(Cbor.decode(OFFER_CODEC, payload));
        else if (sid == WITHDRAW.value()) withdrawn(Cbor.decode(WITHDRAW_CODEC, payload));
        else if (sid == GOODBYE.value()) leaving(Cbor.decode(GOODBYE_CODEC, payload));
        else if (sid == HELLO.value()) greeted(Cbor.decode(HELLO_CODEC, payload));
        else return false;
        if (rate.isExceeded(System.nanoTime()))
            violation("over " + connection.limits().controlFrames() + " control frames in a second");
        return true;
    }

    /// A call has arrived, whatever becomes of it.
    void countCall() {
        calls++;
    }

    /// Cancels are not limited in a second, since thousands of callers may give up at once; but each call has one.
    private void cancelled(Cancel cancel) {
        if (++cancels > calls) violation("a cancel came for each of " + calls + " calls, and another one");
        else connection.intake().cancel(cancel.cid());
    }

    private void credited(Credit credit) {
        var wrong = connection.outbox().credited(credit.sid(), credit.messages(), credit.bytes());
        if (wrong != null)
            violation("credit for " + new ServiceId(credit.sid()) + " of messages=" + credit.messages() + ", bytes="
                    + credit.bytes() + ": " + wrong);
    }

    /// Gives the other side credit for sends whose handlers have ended.
    void credit(ReceiveWindows.Due due) {
        var sid = due.inflow().sid;
        connection.outbox().credit(due, CREDIT.value(), CREDIT_CODEC, new Credit(sid, due.messages(), due.bytes()));
    }

    /// Gives the other side credit for a send that has not been let in.
    void creditAtOnce(long sid, long bytes) {
        if (connection.receiveWindows().isCounting())
            connection.outbox().control(CREDIT.value(), CREDIT_CODEC, new Credit(sid, 1, bytes));
    }

    /// Tells the other side that the caller of a call is gone, if it understands that.
    void cancel(long cid) {
        if (knows()) connection.outbox().control(CANCEL.value(), CANCEL_CODEC, new Cancel(cid));
    }

    private void greeted(Hello hello) {
        if (!(remote() instanceof RemoteInfo.Unknown)) {
            violation("hello came again, or not first");
            return;
        }
        if (!isSound(hello)) {
            violation("the hello has protocol=" + hello.protocol() + ", incarnation of "
                    + hello.incarnation().length + " bytes, maxFrame=" + Long.toUnsignedString(hello.maxFrame())
                    + ", windowMessages=" + hello.windowMessages() + ", windowBytes="
                    + Long.toUnsignedString(hello.windowBytes())
                    + ", names of " + hello.software().length() + " and "
                    + hello.release().length()
                    + " characters; asked for are protocol 1 or later, 16 bytes, 1024 or more, windows of 1 or more, and"
                    + " names of at most " + MAX_NAME_BYTES + " bytes");
            return;
        }
        connection.whileExposed(services -> {
            connection
                    .outbox()
                    .greeted(
                            new Outbox.Greeting(
                                    clamped(hello.maxFrame()),
                                    hello.windowMessages(),
                                    clamped(hello.windowBytes()),
                                    hello.features().contains(Metadata.FEATURE)),
                            OFFER.value(),
                            OFFER_CODEC,
                            inFrames(items(services), hello.maxFrame()).stream()
                                    .map(Offer::new)
                                    .toList());
            maxFrame = clamped(hello.maxFrame());
            settle(RemoteInfo.Greeted.of(hello));
        });
    }

    private static boolean isSound(Hello hello) {
        return hello.protocol() >= PROTOCOL
                && hello.incarnation().length == 16
                && Long.compareUnsigned(hello.maxFrame(), 1024) >= 0
                && hello.windowMessages() >= 1
                && hello.windowBytes() != 0
                && isShort(hello.software())
                && isShort(hello.release());
    }

    private static boolean isShort(String name) {
        return name.length() <= MAX_NAME_BYTES && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    }

    /// As large as a number gets here.
    private static long clamped(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    private void settle(RemoteInfo info) {
        remote.complete(info);
        connection.publish(new PeerEvent.Opened(info));
    }

    /// Whether the other side knows more than the original.
    boolean knows() {
        return remote() instanceof RemoteInfo.Greeted;
    }

    /// Tells the other side what is exposed no more, and what is from now on, if it understands that. What goes and
    /// comes
    /// back with the same types has not changed for it.
    void tell(List<? extends Service> less, List<? extends Service> more) {
        if (!knows()) return;
        var before = items(less);
        var after = items(more);
        var gone = before.stream().filter(item -> !after.contains(item)).toList();
        var fresh = after.stream().filter(item -> !before.contains(item)).toList();
        if (!gone.isEmpty())
            for (var some : inFrames(gone, maxFrame))
                connection.outbox().control(WITHDRAW.value(), WITHDRAW_CODEC, new Withdraw(some));
        if (!fresh.isEmpty())
            for (var some : inFrames(fresh, maxFrame))
                connection.outbox().control(OFFER.value(), OFFER_CODEC, new Offer(some));
    }

    /// Divides what is told into as many frames as it takes. What does not fit in a frame by itself is not told.
    ///
    /// @param accepted by the other side, in bytes
    /// @return at least one list
    private List<List<Offer.Item>> inFrames(List<Offer.Item> items, long accepted) {
        var room = Math.min(clamped(accepted), connection.limits().sendFrameBytes()) - FRAME_BYTES;
        var lists = new ArrayList<List<Offer.Item>>();
        var list = new ArrayList<Offer.Item>();
        var bytes = 0L;
        for (var item : items) {
            var more =
                    ITEM_BYTES + 3L * (item.namespace().length() + item.name().length());
            if (more > room) continue;
            if (bytes + more > room) {
                lists.add(List.copyOf(list));
                list.clear();
                bytes = 0;
            }
            list.add(item);
            bytes += more;
        }
        lists.add(List.copyOf(list));
        return lists;
    }

    private static List<Offer.Item> items(List<? extends Service> services) {
        return services.stream()
                .map(Service::offer)
                .filter(Objects::nonNull)
                .map(offer -> new Offer.Item(
                        offer.namespace(), offer.name(), offer.id().value(), offer.shape()))
                .toList();
    }

    /// Notes what this side uses the other side's services with, and compares it with what is offered.
    void expect(Contract contract) {
        lock.lock();
        try {
            for (var entry : contract.entries()) expected.put(entry.id().value(), entry.shape());
            for (var service : offered.values()) compare(service);
        } finally {
            lock.unlock();
        }
    }

    private void compare(OfferedService service) {
        var shape = expected.get(service.id().value());
        if (shape != null && service.shape() != 0 && shape != service.shape())
            connection.publish(new PeerEvent.ShapeDiffers(service, shape));
    }

    private void offered(Offer offer) {
        connection.receiveWindows().start();
        var services = offer.services().stream().map(Control::service).toList();
        lock.lock();
        try {
            for (var service : services) {
                offeredChars += chars(service) - chars(offered.put(service.id().value(), service));
                if (offered.size() <= MAX_OFFERS && offeredChars <= MAX_OFFERED_CHARS) continue;
                violation("over " + MAX_OFFERS + " services are offered, or over " + MAX_OFFERED_CHARS
                        + " characters of their names");
                return;
            }
        } finally {
            lock.unlock();
        }
        firstOffer.complete(null);
        connection.publish(new PeerEvent.Offered(services));
        lock.lock();
        try {
            services.forEach(this::compare);
        } finally {
            lock.unlock();
        }
        connection.offersChanged();
    }

    /// Whether the other side has said what it offers, or is one that does not say so.
    boolean hasOffered() {
        return firstOffer.isDone();
    }

    /// What the other side offers now.
    List<OfferedService> offers() {
        lock.lock();
        try {
            return List.copyOf(offered.values());
        } finally {
            lock.unlock();
        }
    }

    private void withdrawn(Withdraw withdraw) {
        var services = withdraw.services().stream().map(Control::service).toList();
        lock.lock();
        try {
            for (var service : services)
                offeredChars -= chars(offered.remove(service.id().value()));
        } finally {
            lock.unlock();
        }
        connection.publish(new PeerEvent.Withdrawn(services));
        connection.offersChanged();
    }

    private static int chars(@Nullable OfferedService service) {
        return service == null
                ? 0
                : service.namespace().length() + service.name().length();
    }

    private static OfferedService service(Offer.Item item) {
        return new OfferedService(item.namespace(), item.name(), new ServiceId(item.id()), item.shape());
    }

    private void pong(Ping ping) {
        connection.outbox().control(PONG.value(), PONG_CODEC, new Pong(ping.nonce()));
    }

    /// Asks the other side for a sign of life, unless it can't answer or too many questions are open.
    ///
    /// @return completed with the round-trip time, or null
    @Nullable
    CompletableFuture<Duration> ping() {
        if (!knows()) return null;
        lock.lock();
        try {
            if (pings.size() >= MAX_PINGS) return null;
            var nonce = NONCES.nextLong(); // so that who answers it has read it
            var mark = connection.outbox().control(PING.value(), PING_CODEC, new Ping(nonce));
            var ping = new SentPing(nonce, mark, System.nanoTime(), new CompletableFuture<>());
            pings.addLast(ping);
            return ping.trip;
        } finally {
            lock.unlock();
        }
    }

    /// Shows, sooner or later, whether the other side still reads: a write to one that has gone fails.
    void probe() {
        var unused = ping();
    }

    /// Measures the round-trip time.
    Duration ping(Duration wait) throws InterruptedException {
        if (remote(wait) instanceof RemoteInfo.Legacy)
            throw new CallException(new CallFailure.UnknownService("thespis::Ping"), null);
        var trip = ping();
        if (trip == null) throw new CallException(new CallFailure.Timeout(wait, Handled.NO), null);
        try {
            return trip.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CallException(new CallFailure.Timeout(wait, Handled.MAYBE), null);
        } catch (ExecutionException e) {
            throw new CallException(connection.lost("it closed before the pong", Handled.MAYBE), e.getCause());
        }
    }

    /// When the oldest ping was sent that is not answered.
    ///
    /// @return as `System.nanoTime`, or 0 if there is none
    long unansweredSince() {
        lock.lock();
        try {
            var oldest = pings.peekFirst();
            return oldest == null ? 0 : oldest.nanos;
        } finally {
            lock.unlock();
        }
    }

    private void answered(Pong pong) {
        SentPing ping;
        lock.lock();
        try {
            ping = pings.peekFirst();
            if (ping == null || ping.nonce != pong.nonce()) {
                violation("a pong came that answers no ping, or not in order: " + pong.nonce());
                return;
            }
            pings.removeFirst();
        } finally {
            lock.unlock();
        }
        connection.outbox().prove(ping.mark);
        ping.trip.complete(Duration.ofNanos(System.nanoTime() - ping.nanos));
    }

    private void leaving(Goodbye goodbye) {
        var reason = Excerpt.of(goodbye.reason());
        connection.publish(new PeerEvent.Leaving(reason));
        connection.outbox().refuse(connection.lost("the other side is closing: " + reason, Handled.NO));
        connection.refusing();
    }

    /// Tells the other side that this one closes.
    void goodbye(String reason) {
        if (!knows()) return;
        var some = reason.length() <= MAX_REASON_CHARS ? reason : reason.substring(0, MAX_REASON_CHARS) + "…";
        connection.outbox().control(GOODBYE.value(), GOODBYE_CODEC, new Goodbye(some));
    }

    /// The connection has ended: nobody is to wait for an answer.
    void close() {
        remote.complete(new RemoteInfo.Unknown());
        firstOffer.complete(null);
        lock.lock();
        try {
            for (var ping : pings) ping.trip.completeExceptionally(new IllegalStateException("closed"));
            pings.clear();
        } finally {
            lock.unlock();
        }
    }

    private void violation(String detail) {
        connection.fatal(new PeerError.ProtocolViolation(detail), "the other side broke the protocol: " + detail);
    }
}
