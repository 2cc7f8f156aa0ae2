package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Events;
import dev.thespis.remote.flight.ConnectionFlight;
import dev.thespis.remote.flight.ErrorFlight;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.ThespisWireFormat;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// One connection: what its parts share, and the order in which they live.
///
/// ```
///   callers ──▶ Outbox ──▶ FrameQueue ──(writer thread, or the caller itself)──▶ Duplex
///      ▲        SendWindows                                                        │
///      │ PendingCall                                                               ▼
///      └──────────── Reader (by turns of the ReadLoop) ◀───────────────────────────┘
///                      │ InboundRequest               Watch: time limits, on a timer thread
///                      ▼                              Ending: how it all stops, on a thread of its own
///                    Intake, ReceiveWindows
///                      ▼
///                    actors ──▶ Replies ──▶ Outbox
/// ```
///
/// The reader never waits for an actor or for the writer. Only before a legacy peer, which knows no credit, it waits
/// for room in the [Intake].
///
/// Locks are taken in this order: a relay's, what is exposed, a lane's, the outbox's, the intake's. Nobody holds the
/// outbox's locks of two connections. No handler runs under one of them.
final class Connection implements FrameQueue.Owner, Offers.Listener {
    private static final AtomicLong IDS = new AtomicLong();
    private static final ThespisWireFormat FORMAT = new ThespisWireFormat();
    private static final Set<Lane> NO_LANES = Set.of();
    private static final VarHandle ERRORS = field("errors", long.class);
    private static final VarHandle FOLLOWERS = field("followers", List.class);
    private static final VarHandle LANES = field("lanes", Set.class);

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Connection.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = newId();
    private final PeerOptions options;
    private final Duplex duplex;
    private final Events<PeerEvent> events = new Events<>(PeerEvent.Missed::new, Offers::weight, Offers.EVENT_BYTES);
    private final Capabilities capabilities = new Capabilities(this);
    private final Holdings holdings = new Holdings(this);
    private final Closing closing = new Closing();
    private final ReceiveWindows receiveWindows;
    private final Unpacking unpacking = new Unpacking(this::broken);
    private final Intake intake;
    private final FrameQueue queue;
    private final Outbox outbox;
    private final Replies replies;
    private final Control control;
    private final Reader reader;
    private final Watch watch;
    private final Ending ending;

    private volatile ServiceTable exposed = ServiceTable.EMPTY;

    /// Whether followers are to be told that offers have changed. Belongs to the reader.
    private boolean offersDiffer;

    /// Immutable; who changes them puts another list in its place.
    private volatile List<Follower> followers = List.of();

    /// The lanes to this connection in which relayed requests wait for credit. Made for the first of them.
    private volatile Set<Lane> lanes = NO_LANES;

    private final long sinceMillis = System.currentTimeMillis();
    private final Side side;
    private final boolean traced;

    /// How many errors have been published.
    private volatile long errors;

    private final @Nullable ConnectionFlight flight = ConnectionFlight.isOn() ? ConnectionFlight.begun() : null;

    private @Nullable Caller caller;
    private ToIntFunction<RemoteInfo.Greeted> recognition = greeted -> 1;

    Connection(Duplex duplex, PeerOptions options, Side side) {
        this.duplex = duplex;
        this.options = options;
        this.side = side;
        this.traced = !options.tracing().equals(Tracing.none());
        var limits = options.limits();
        this.control = new Control(this);
        this.receiveWindows = new ReceiveWindows(limits);
        this.intake = new Intake(options, receiveWindows, control, unpacking);
        this.queue = new FrameQueue(duplex, FORMAT, limits.sendFrameBytes(), capabilities, this);
        this.outbox = new Outbox(this, queue);
        this.replies = new Replies(this);
        this.reader = new Reader(this, FORMAT.reader(limits.frames()));
        this.watch = new Watch(this, side);
        this.ending = new Ending(this);
    }

    /// Which side opened the connection.
    enum Side {
        /// This one.
        CONNECTING,
        /// The other one: it owes the first frame.
        ACCEPTING
    }

    /// Gives the connection the face that it shows to handlers. Called once, before it starts.
    void caller(Peer peer) {
        caller = new Caller(peer);
    }

    Caller caller() {
        return Objects.requireNonNull(caller);
    }

    /// Who finds out whether the other side has been here before. Called once, before the connection starts.
    void recognition(ToIntFunction<RemoteInfo.Greeted> who) {
        recognition = who;
    }

    /// The other side has said who it is. Called by the reader thread, before anything else knows, without a lock held.
    ///
    /// @return which of its connections this one is, as far as is known
    int recognised(RemoteInfo.Greeted greeted) {
        return recognition.applyAsInt(greeted);
    }

    /// A number that no other connection or link of this process has.
    static long newId() {
        return IDS.incrementAndGet();
    }

    /// Says hello. It is the first frame, whatever is sent before the connection starts.
    void greet() {
        control.greet(Incarnations.of(options, side));
    }

    /// Begins to read and write. What is exposed before is known from the first frame on.
    void start() {
        ending.start();
        queue.start(id);
        watch.start();
    }

    /// Changes what is exposed, and tells the other side: before any answer that shows the change, and not before a
    /// request would find it.
    ///
    /// @return in how many frames it is told
    /// @throws IllegalArgumentException if nothing is changed, since one of `more` is exposed already or one of `less`
    /// is not
    synchronized int change(List<? extends Service> less, List<? extends Service> more) {
        var after = exposed.with(less, more);
        return outbox.betweenFrames(() -> {
            exposed = after;
            return control.tell(less, more);
        });
    }

    /// Withdraws one service.
    ///
    /// @throws IllegalArgumentException if it is not exposed, or by a relay
    synchronized void withdraw(String namespace, String service) {
        var there = exposed.exposed(ServiceId.of(namespace, service).value());
        if (there == null)
            throw new IllegalArgumentException(
                    "service " + namespace + "::" + service + " is not exposed on this peer");
        if (there instanceof RelayedService) // which would not know, and follows what its targets offer
        throw new IllegalArgumentException("service " + there.name()
                + " is exposed by a relay on this peer: withdraw that, or give it a narrower scope");
        change(List.of(there), List.of());
    }

    /// Sets what takes the requests for all that is not exposed.
    ///
    /// @throws IllegalArgumentException if something does so already
    synchronized void other(Service fallback) {
        if (exposed.other() != null)
            throw new IllegalArgumentException("a relay takes everything already on " + name());
        exposed = exposed.withOther(fallback);
    }

    /// Lets this one take no more requests for all that is not exposed.
    synchronized void noOther(Service fallback) {
        if (fallback.equals(exposed.other())) exposed = exposed.withOther(null);
    }

    /// Those of some services that can be exposed besides what is, once others are gone.
    <S extends Service> List<S> fitting(List<? extends Service> less, List<S> more) {
        return exposed.fitting(less, more);
    }

    /// Whether nothing is exposed under a service id, once some services are gone.
    boolean isFree(long sid, List<? extends Service> gone) {
        var service = exposed.exposed(sid);
        return service == null || gone.contains(service);
    }

    /// Tells a follower from now on; at once, if no request is accepted any more.
    void follow(Follower follower) {
        change(all -> {
            if (!all.contains(follower)) all.add(follower);
        });
        if (outbox.isRefusing()) follower.refused();
    }

    void unfollow(Follower follower) {
        change(all -> all.remove(follower));
    }

    private void change(Consumer<List<Follower>> action) {
        while (true) {
            var before = followers;
            var after = new ArrayList<>(before);
            action.accept(after);
            if (FOLLOWERS.compareAndSet(this, before, List.copyOf(after))) return; // else somebody was faster: again
        }
    }

    @Override
    public void offersChanged() {
        offersDiffer = true;
    }

    /// What is read next is no offer. Followers look at all offers: they are told once of those that came together,
    /// and before anything else that was read after them. For the reader.
    void offersRead() {
        if (!offersDiffer) return;
        offersDiffer = false;
        followers.forEach(Follower::offersChanged);
    }

    /// The outbox refuses requests from now on. Called without a lock held.
    void refusing() {
        followers.forEach(Follower::refused);
    }

    /// Relayed requests wait there for credit, and have deadlines.
    @SuppressWarnings("ReferenceEquality") // that one alone is not to be changed
    void addLane(Lane lane) {
        if (lanes == NO_LANES) LANES.compareAndSet(this, NO_LANES, ConcurrentHashMap.newKeySet());
        lanes.add(lane); // into the set of who was first
    }

    void removeLane(Lane lane) {
        lanes.remove(lane);
    }

    /// What was [added][#addLane] and not removed.
    Set<Lane> lanes() {
        return lanes;
    }

    /// Runs the action while what is exposed does not change, but by the action itself.
    synchronized void whileExposed(Consumer<List<Service>> action) {
        action.accept(exposed.services());
    }

    /// Something went wrong that the connection outlives.
    void failed(PeerError error) {
        publish(new PeerEvent.Failed(error));
    }

    @Override
    public void publish(PeerEvent event) {
        if (event instanceof PeerEvent.Failed failed) {
            var unused = (long) ERRORS.getAndAdd(this, 1L);
            record("here", failed.error());
        } else if (event instanceof PeerEvent.RemoteError told) {
            record("there", told.error());
        }
        events.publish(event);
    }

    private void record(String where, Object error) {
        if (!ErrorFlight.isOn()) return;
        ErrorFlight.record(id, name(), where, error.getClass().getSimpleName(), described(error));
    }

    /// What a handler threw may throw again when it is asked for its message.
    private static String described(Object error) {
        try {
            return Excerpt.of(error.toString());
        } catch (RuntimeException e) {
            return "it can't be described: " + e.getClass().getName();
        }
    }

    /// Everything has ended.
    void recordEnd(Ending.Cause cause, String reason) {
        if (!ConnectionFlight.isOn()) return;
        var sent = queue.sent().look();
        var received = reader.received();
        (flight == null ? ConnectionFlight.begun() : flight)
                .of(id, name(), duplex.remote(), sinceMillis, side.name())
                .carried(sent.bytes(), received.bytes(), sent.calls(), received.calls(), errors)
                .end(cause.name(), Excerpt.of(reason));
    }

    /// What has happened so far, in numbers.
    PeerStats stats() {
        return new PeerStats(
                Instant.ofEpochMilli(sinceMillis),
                queue.sent().look(),
                reader.received(),
                outbox.look(),
                intake.look(receiveWindows.look()),
                control.pings().look(),
                capabilities.count(),
                holdings.count(),
                errors);
    }

    /// Whether the options have something that traces.
    boolean isTraced() {
        return traced;
    }

    /// Something went wrong that the connection does not outlive.
    void fatal(PeerError error, String reason) {
        ending.begin(Ending.Cause.FAILED, reason, new PeerEvent.Failed(error));
    }

    /// A thread of the connection has run into what it can't go on after.
    void broken(Throwable cause) {
        failed(new IOException(
                "a thread of the connection has failed: " + cause.getClass().getName(), cause));
    }

    /// Nothing can be read as frames any further, but what is to be said can still be written.
    void corrupt(String detail) {
        ending.begin(
                Ending.Cause.CORRUPT,
                "the stream is corrupt: " + detail,
                new PeerEvent.Failed(new PeerError.CorruptStream(detail)));
    }

    /// The other side makes this side answer, and does not read the answers.
    void unread(long unwrittenBytes) {
        fatal(
                new PeerError.Unread(unwrittenBytes),
                "the other side does not read: " + unwrittenBytes + " bytes wait for it");
    }

    /// Whether sends that wait for their actors are dropped, since the connection is ending.
    boolean dropsSends() {
        return options.arrivedSends() == PeerOptions.ArrivedSends.DROP && ending.begun();
    }

    /// The caller of a call has gone before it was answered. Whoever has settled the call tells so.
    ///
    /// @return whether it may have been handled
    Handled abandoned(PendingCall call) {
        var cid = outbox.forget(call);
        if (cid == Outbox.NEVER_WRITTEN) return Handled.NO;
        if (cid != 0) control.cancel(cid);
        return Handled.MAYBE;
    }

    /// Whoever waits for a call of ours that was passed on has cancelled it: that is passed on too. The call goes on
    /// until it is answered, but not for as long as its caller had wanted.
    void cancelled(PendingCall call) {
        var cid = outbox.toCancel(call);
        if (cid == 0 || cid == Outbox.NEVER_WRITTEN) return;
        outbox.locked(() -> call.within(limits().callDeadline()));
        watch.due(call.deadlineNanos);
        control.cancel(cid);
    }

    @Override
    public void emptied() {
        outbox.emptied();
    }

    @Override
    public void written(Row row) {
        outbox.written(row);
    }

    @Override
    public void busy() {
        watch.busy();
    }

    @Override
    public void failed(IOException e) {
        fatal(new PeerError.TransportFailed(e), "the transport failed: " + message(e));
    }

    static String message(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /// Why requests of ours fail once the connection is ending.
    CallFailure lost(String reason, Handled handled) {
        return new CallFailure.ConnectionLost(name(), reason, handled);
    }

    long id() {
        return id;
    }

    /// For people to read. Made anew, since most connections are never told of.
    String name() {
        return options.name() + "@" + duplex.remote();
    }

    PeerOptions options() {
        return options;
    }

    Limits limits() {
        return options.limits();
    }

    Duplex duplex() {
        return duplex;
    }

    Events<PeerEvent> events() {
        return events;
    }

    /// The addresses given to the other side.
    Capabilities capabilities() {
        return capabilities;
    }

    /// The addresses that it has given.
    Holdings holdings() {
        return holdings;
    }

    /// Tells when the connection has ended.
    Closing closing() {
        return closing;
    }

    ReceiveWindows receiveWindows() {
        return receiveWindows;
    }

    FrameQueue queue() {
        return queue;
    }

    Intake intake() {
        return intake;
    }

    Unpacking unpacking() {
        return unpacking;
    }

    Outbox outbox() {
        return outbox;
    }

    Replies replies() {
        return replies;
    }

    Control control() {
        return control;
    }

    Reader reader() {
        return reader;
    }

    Watch watch() {
        return watch;
    }

    Ending ending() {
        return ending;
    }

    ServiceTable exposed() {
        return exposed;
    }
}
