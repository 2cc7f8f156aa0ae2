package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Events;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.wire.ThespisWireFormat;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One connection: what its parts share, and the order in which they live.
///
/// ```
///   callers ──▶ Outbox ──(writer thread, or the caller itself)──▶ Duplex
///      ▲                                                             │
///      │ PendingCall                                                 ▼
///      └──────────── Reader (reader thread) ◀────────────────────────┘
///                      │ InboundRequest            Watch: time limits, on a timer thread
///                      ▼                           Ending: how it all stops, on a thread of its own
///                    actors ──▶ Replies ──▶ Outbox
/// ```
///
/// The reader never waits for an actor or for the writer; it waits only for room in the [Intake].
final class Connection {
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final String name;
    private final PeerOptions options;
    private final Duplex duplex;
    private final Events<PeerEvent> events = new Events<>(PeerEvent.Missed::new);
    private final CallTable<PendingCall> pending = new CallTable<>();
    private final Intake intake;
    private final Outbox outbox;
    private final Replies replies;
    private final Control control;
    private final Reader reader;
    private final Watch watch;
    private final Ending ending;

    private final ReentrantLock exposing = new ReentrantLock();
    private volatile ServiceTable exposed = ServiceTable.EMPTY;

    Connection(Duplex duplex, PeerOptions options, Side side) {
        this.duplex = duplex;
        this.options = options;
        this.name = options.name() + "@" + duplex.remote();
        var limits = options.limits();
        var format = new ThespisWireFormat();
        this.intake = new Intake(limits);
        this.outbox = new Outbox(duplex, format, limits, pending, intake, this::transportFailed);
        this.replies = new Replies(this);
        this.control = new Control(this);
        this.reader = new Reader(this, format.reader(limits.frames()));
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

    /// Says hello and begins to read. What is exposed before is known from the first frame on.
    void start() {
        control.greet();
        ending.start(reader::run, outbox::run);
        watch.start();
    }

    /// Exposes services besides those that are exposed already.
    void expose(List<LocalService> services) {
        exposing.lock();
        try {
            exposed = exposed.with(services);
            control.offer(services);
        } finally {
            exposing.unlock();
        }
    }

    /// Runs the action while what is exposed does not change.
    void whileExposed(Consumer<List<LocalService>> action) {
        exposing.lock();
        try {
            action.accept(exposed.services());
        } finally {
            exposing.unlock();
        }
    }

    /// Something went wrong that the connection outlives.
    void failed(PeerError error) {
        publish(new PeerEvent.Failed(error));
    }

    void publish(PeerEvent event) {
        events.publish(event);
    }

    /// Something went wrong that the connection does not outlive.
    void fatal(PeerError error, String reason) {
        ending.begin(Ending.Cause.FAILED, reason, new PeerEvent.Failed(error));
    }

    /// Nothing can be read as frames any further, but what is to be said can still be written.
    void corrupt(String detail) {
        ending.begin(
                Ending.Cause.CORRUPT,
                "the stream is corrupt: " + detail,
                new PeerEvent.Failed(new PeerError.CorruptStream(detail)));
    }

    private void transportFailed(IOException e) {
        fatal(new PeerError.TransportFailed(e), "the transport failed: " + message(e));
    }

    static String message(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /// Why requests of ours fail once the connection is ending.
    CallFailure lost(String reason, Handled handled) {
        return new CallFailure.ConnectionLost(name, reason, handled);
    }

    long id() {
        return id;
    }

    String name() {
        return name;
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

    CallTable<PendingCall> pending() {
        return pending;
    }

    Intake intake() {
        return intake;
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
