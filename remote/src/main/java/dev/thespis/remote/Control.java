package dev.thespis.remote;

import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Release;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Cbor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the two peers say to each other about the connection itself: the services of the namespace `thespis`.
///
/// They are sends, which a peer of the original ignores as unknown. Nothing but the hello is sent before the other
/// side's own hello has shown that it knows them. Frames are taken by the reader thread.
final class Control {
    static final ServiceId HELLO = ServiceId.of("thespis", "Hello");

    private static final RemoteInfo UNKNOWN = new RemoteInfo.Unknown();
    private static final int PROTOCOL = 1;
    private static final int MAX_NAME_BYTES = 64;

    /// How long a message with an address waits for the other side's first frame.
    private static final Duration GREETING = Duration.ofSeconds(10);
    /// So much of the frame of an offer is not of its items, and of an item not of its names, at most.
    private static final int OVERHEAD_BYTES = 64;

    static final ServiceId OFFER = ServiceId.of("thespis", "Offer");
    static final ServiceId FRAGMENT = ServiceId.of("thespis", "Fragment");
    private static final ServiceId RELEASE = ServiceId.of("thespis", "Release");
    static final ServiceId WITHDRAW = ServiceId.of("thespis", "Withdraw");
    private static final ServiceId CREDIT = ServiceId.of("thespis", "Credit");
    private static final ServiceId CANCEL = ServiceId.of("thespis", "Cancel");
    private static final ServiceId GOODBYE = ServiceId.of("thespis", "Goodbye");

    /// What concerns one connection only, so that no relay passes it on.
    private static final Set<Long> ALL = Set.of(
            HELLO.value(),
            OFFER.value(),
            FRAGMENT.value(),
            RELEASE.value(),
            WITHDRAW.value(),
            CREDIT.value(),
            CANCEL.value(),
            Pings.PING.value(),
            Pings.PONG.value(),
            GOODBYE.value());

    private static final Codec<Hello> HELLO_CODEC = Cbor.codecs().codec(Hello.class);
    static final Codec<Offer> OFFER_CODEC = Cbor.codecs().codec(Offer.class);
    private static final Codec<Release> RELEASE_CODEC = Cbor.codecs().codec(Release.class);
    private static final Codec<Withdraw> WITHDRAW_CODEC = Cbor.codecs().codec(Withdraw.class);
    private static final Codec<Credit> CREDIT_CODEC = Cbor.codecs().codec(Credit.class);
    private static final Codec<Cancel> CANCEL_CODEC = Cbor.codecs().codec(Cancel.class);
    private static final Codec<Goodbye> GOODBYE_CODEC = Cbor.codecs().codec(Goodbye.class);

    private final Connection connection;
    /// Calls that were given up and of which the other side is to be told: for a moment only, once its hello has come.
    /// Made when the first is.
    private volatile @Nullable ConcurrentLinkedQueue<Long> early;

    private final CompletableFuture<RemoteInfo> remote = new CompletableFuture<>();
    private final Offers offers;
    private final Pings pings;
    private final Rate rate;

    /// Of what is told about services and capabilities, of which a peer may have many and take them up or give them up
    /// one by one.
    private final Rate changes;

    /// How many calls the other side has made, and how many of them it has cancelled. Both belong to the reader.
    private long calls;

    private long cancels;

    /// How often it has released capabilities. Belongs to the reader.
    private long releases;

    Control(Connection connection) {
        this.connection = connection;
        this.pings = new Pings(connection);
        this.offers = new Offers(connection);
        this.rate = new Rate(connection.limits().controlFrames(), 0, System.nanoTime());
        this.changes = new Rate(connection.limits().controlFrames(), Offers.MAX_SERVICES, System.nanoTime());
    }

    /// @param incarnation what this side says that it is
    void greet(String incarnation) {
        var options = connection.options();
        var limits = options.limits();
        var hello = new Hello(
                PROTOCOL,
                Incarnations.bytes(incarnation),
                options.software(),
                options.release(),
                limits.frames().acceptBytes(),
                limits.windowMessages(),
                limits.windowBytes(),
                List.of(Metadata.FEATURE, Fragment.FEATURE));
        connection.outbox().control(HELLO.value(), HELLO_CODEC, hello);
    }

    /// The first frame was no hello.
    void legacy() {
        var legacy = new RemoteInfo.Legacy();
        remote.complete(legacy);
        var given = early;
        if (given != null) given.clear();
        connection.publish(new PeerEvent.Opened(legacy));
        connection.outbox().legacy();
        offers.expectNone();
        connection.offersChanged();
    }

    /// Whether a service is one of those that peers tell each other about the connection with.
    static boolean isOne(long sid) {
        return ALL.contains(sid);
    }

    /// Who the other side is, if it has said so.
    RemoteInfo remote() {
        return remote.getNow(UNKNOWN);
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

    /// The pings of both sides.
    Pings pings() {
        return pings;
    }

    /// What the other side offers.
    Offers offers() {
        return offers;
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
        if (takeChange(sid, payload)) return true;
        if (pings.take(sid, payload)) return inTime(rate);
        if (sid == GOODBYE.value()) leaving(Cbor.decode(GOODBYE_CODEC, payload));
        else if (sid == HELLO.value()) greeted(Cbor.decode(HELLO_CODEC, payload));
        else return false;
        return inTime(rate);
    }

    /// What belongs to an address in a message is bounded by the messages, which credit bounds, and not in a second.
    private boolean takeChange(long sid, Input payload) throws DecodeException {
        boolean isDue;
        if (sid == OFFER.value()) isDue = offered(Cbor.decode(OFFER_CODEC, payload));
        else if (sid == WITHDRAW.value()) isDue = withdrawn(Cbor.decode(WITHDRAW_CODEC, payload));
        else if (sid == RELEASE.value()) isDue = released(Cbor.decode(RELEASE_CODEC, payload));
        else return false;
        return isDue || inTime(changes);
    }

    /// Counts a control frame.
    ///
    /// @return true
    private boolean inTime(Rate counted) {
        if (counted.isExceeded(System.nanoTime()))
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
        var windows = connection.receiveWindows();
        if (!windows.isCounting()) return;
        var credit = new Credit(sid, 1, windows.isLarge(bytes) ? 0 : bytes);
        connection.outbox().control(CREDIT.value(), CREDIT_CODEC, credit);
    }

    /// Tells the other side that the caller of a call is gone, if it understands that.
    void cancel(long cid) {
        var told = remote();
        if (told instanceof RemoteInfo.Legacy) return;
        var given = early();
        if (told instanceof RemoteInfo.Unknown && given.size() >= SendWindows.FIRST_MESSAGES) return;
        given.add(cid);
        if (knows()) tellCancelled(); // else it is told when the hello has come, which looks here after it is known
    }

    private synchronized ConcurrentLinkedQueue<Long> early() {
        var given = early;
        if (given == null) early = given = new ConcurrentLinkedQueue<>();
        return given;
    }

    private void tellCancelled() {
        var given = early;
        if (given == null) return;
        for (var cid = given.poll(); cid != null; cid = given.poll())
            connection.outbox().control(CANCEL.value(), CANCEL_CODEC, new Cancel(cid));
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
        var greeted = RemoteInfo.Greeted.of(hello, connection.options());
        if (hello.features().contains(Fragment.FEATURE))
            connection.receiveWindows().fragments();
        var again = connection.recognised(greeted);
        connection.whileExposed(services -> {
            connection
                    .outbox()
                    .greeted(
                            new Outbox.Greeting(
                                    clamped(hello.maxFrame()),
                                    hello.windowMessages(),
                                    clamped(hello.windowBytes()),
                                    hello.features().contains(Metadata.FEATURE),
                                    hello.features().contains(Fragment.FEATURE)),
                            () -> {
                                firstOffer(items(services));
                                remote.complete(greeted);
                            });
            tellCancelled();
            connection.publish(new PeerEvent.Opened(greeted));
            if (again > 1) connection.publish(new PeerEvent.Returned(again));
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

    /// Whether the other side knows more than the original.
    boolean knows() {
        return remote() instanceof RemoteInfo.Greeted;
    }

    /// Tells the other side what is exposed no more, and what is from now on, if it understands that. What goes and
    /// comes back with the same types has not changed for it; what comes back with other types is offered again.
    ///
    /// @return in how many frames
    int tell(List<? extends Service> less, List<? extends Service> more) {
        if (!knows()) return 0;
        var before = items(less);
        var after = items(more);
        var kept = after.stream().map(Offer.Item::id).collect(Collectors.toSet());
        var gone = before.stream().filter(item -> !kept.contains(item.id())).toList();
        var same = Set.copyOf(before);
        var fresh = after.stream().filter(item -> !same.contains(item)).toList();
        var withdrawals = withdraw(gone);
        var offerings = inFrames(fresh);
        for (var part : offerings) connection.outbox().control(OFFER.value(), OFFER_CODEC, new Offer(part));
        return withdrawals + offerings.size();
    }

    private int withdraw(List<Offer.Item> gone) {
        var parts = inFrames(gone);
        for (var part : parts) connection.outbox().control(WITHDRAW.value(), WITHDRAW_CODEC, new Withdraw(part));
        return parts.size();
    }

    /// Tells the other side that addresses in messages lead nowhere any more.
    void withdrawn(List<OfferedService> gone) {
        if (knows()) withdraw(gone.stream().map(Control::item).toList());
    }

    /// There is a first offer in any case: the other side waits for it.
    private void firstOffer(List<Offer.Item> items) {
        var parts = inFrames(items);
        if (parts.isEmpty()) parts = List.of(List.of());
        for (var part : parts) connection.outbox().control(OFFER.value(), OFFER_CODEC, new Offer(part));
    }

    /// The items, parted so that each part fits into a frame. One whose names alone are larger than a frame is left
    /// out: it can be used without being offered.
    private List<List<Offer.Item>> inFrames(List<Offer.Item> items) {
        var limit = connection.outbox().frameBytes() - OVERHEAD_BYTES;
        var parts = new ArrayList<List<Offer.Item>>();
        var part = new ArrayList<Offer.Item>();
        long bytes = 0;
        for (var item : items) {
            var size = OVERHEAD_BYTES
                    + item.namespace().getBytes(StandardCharsets.UTF_8).length
                    + item.name().getBytes(StandardCharsets.UTF_8).length;
            if (size > limit) continue;
            if (bytes + size > limit) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(item);
            bytes += size;
        }
        if (!part.isEmpty()) parts.add(part);
        return parts;
    }

    private static List<Offer.Item> items(List<? extends Service> services) {
        return services.stream()
                .map(Service::offer)
                .filter(Objects::nonNull)
                .map(Control::item)
                .toList();
    }

    static Offer.Item item(OfferedService offer) {
        return new Offer.Item(offer.namespace(), offer.name(), offer.id().value(), offer.shape());
    }

    /// @return whether it is that of a message, one for each
    private boolean offered(Offer offer) {
        connection.receiveWindows().start();
        var capabilities = only(offer.services(), Capabilities::isOne);
        var services = only(offer.services(), namespace -> !Capabilities.isOne(namespace));
        var isDue = services.isEmpty()
                && !capabilities.isEmpty()
                && connection.holdings().atHand().isEmpty();
        var wrong = capabilities.isEmpty() ? null : connection.holdings().offered(capabilities);
        if (wrong == null && (capabilities.isEmpty() || !services.isEmpty())) wrong = offers.add(services);
        if (wrong != null) violation(wrong);
        return isDue;
    }

    /// @return whether it withdraws addresses of messages, none more often than it was offered
    private boolean withdrawn(Withdraw withdraw) {
        var capabilities = only(withdraw.services(), Capabilities::isOne);
        var services = only(withdraw.services(), namespace -> !Capabilities.isOne(namespace));
        var isDue = connection.holdings().withdrawn(capabilities) && services.isEmpty();
        offers.remove(services.stream().map(OfferedService::id).toList());
        return isDue;
    }

    private static List<OfferedService> only(List<Offer.Item> items, Predicate<String> namespace) {
        return items.stream()
                .filter(item -> namespace.test(item.namespace()))
                .map(Control::service)
                .toList();
    }

    /// This side holds a capability no more, which was offered so often.
    void release(String namespace, long count) {
        if (knows()) connection.outbox().control(RELEASE.value(), RELEASE_CODEC, new Release(namespace, count));
    }

    /// @return whether no more has been released than was given
    private boolean released(Release release) {
        if (!connection.capabilities().released(release.namespace(), release.count()))
            violation("a capability is released " + release.count() + " times, more often than it was given");
        return ++releases <= connection.capabilities().givenCount();
    }

    /// Whether the other side has not said what it is, and may do so.
    boolean isUnknown() {
        return !remote.isDone();
    }

    /// Waits until the other side has said what it is: an address can be given only to one that knows what that is.
    void awaitGreeting() throws InterruptedException {
        awaitGreeting(Long.MAX_VALUE);
    }

    /// Waits as before, but no longer than that.
    void awaitGreeting(long nanos) throws InterruptedException {
        if (remote() instanceof RemoteInfo.Unknown) {
            var unused = remote(Duration.ofNanos(Math.clamp(nanos, 0, GREETING.toNanos())));
        }
    }

    private static OfferedService service(Offer.Item item) {
        return new OfferedService(item.namespace(), item.name(), new ServiceId(item.id()), item.shape());
    }

    private void leaving(Goodbye goodbye) {
        var reason = Excerpt.of(goodbye.reason());
        connection.outbox().refuse(connection.lost("the other side is closing: " + reason, Handled.NO));
        connection.refusing();
        connection.publish(new PeerEvent.Leaving(reason)); // last: who sees it finds requests refused
    }

    /// Tells the other side that this one closes.
    void goodbye(String reason) {
        if (knows()) connection.outbox().control(GOODBYE.value(), GOODBYE_CODEC, new Goodbye(Excerpt.sent(reason)));
    }

    /// The connection has ended: nobody is to wait for an answer.
    void close() {
        remote.complete(new RemoteInfo.Unknown());
        offers.expectNone();
        pings.close();
    }

    void violation(String detail) {
        connection.fatal(new PeerError.ProtocolViolation(detail), "the other side broke the protocol: " + detail);
    }
}
