package dev.thespis.remote;

import dev.thespis.remote.FrameCounts.Kind;
import dev.thespis.remote.schedule.TimeSlice;
import dev.thespis.wire.CorruptFrameException;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.FrameReader;
import dev.thespis.wire.FrameReader.Step;
import dev.thespis.wire.Input;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Takes the frames from the stream and hands each to whom it concerns.
///
/// Everything here is done by turns, which the [ReadLoop] gives to threads, but for [#progress], [#received] and
/// [#waits], which any thread may ask. Whoever has the turn is the *reader thread*. It is here that a deadline that
/// travels as remaining time becomes a point in time: when the frame was read.
///
/// An actor that was at rest and gets a send is woken when all is on its way to it that came with the same read. It so
/// finds more to do at once, and mostly finds it on the core that has read it, as the reader then gives up its carrier.
/// It is woken earlier if the reader comes to anything but a send to an actor here: it might wait then, or run what is
/// not ours; and the caller of a call waits.
final class Reader implements Assembly.Gatekeeper {
    /// In place of how many frames a turn deals with.
    static final int ALL = -1;

    /// How many frames are few.
    static final int FEW = 2;

    private static final int BRIEF_BYTES = 2048;

    private final Connection connection;
    private final FrameReader frames;
    private @Nullable Arrival arrival;
    private final Assembly assembly;
    private @Nullable Thread thread;

    /// The frame at hand that a brief turn has left.
    private @Nullable Step left;

    /// What a brief turn has failed with, for the next one.
    private @Nullable Exception failure;

    /// Whether nothing makes sense any more.
    private boolean corrupt;

    private boolean greeted;
    private long taken;

    /// What wakes the actors that have got a send and were at rest; null if there is none.
    private @Nullable ArrayDeque<Runnable> wakeUps;

    /// Whether a request is on its way to its actor.
    private boolean entering;

    /// Whether the last frame was an offer.
    private boolean offerRead;

    /// What takes the frame at hand, if a brief turn deals with it: so that what was looked at is what is used.
    private @Nullable LocalService brief;

    private long nowNanos;
    private final FrameCounts received = new FrameCounts();
    private final TimeSlice slice = new TimeSlice();
    private volatile Progress progress = new Progress(System.nanoTime(), 0, 0);

    /// How far reading has come; made anew after each read.
    ///
    /// @param lastNanos when something was read last
    /// @param frameNanos when the frame began that is not complete, or 0 if there is none
    /// @param frameBytes how much was read since
    record Progress(long lastNanos, long frameNanos, long frameBytes) {}

    Reader(Connection connection, FrameReader frames) {
        this.connection = connection;
        this.frames = frames;
        this.assembly = new Assembly(connection, this);
    }

    /// The frames that arrive in fragments.
    Assembly assembly() {
        return assembly;
    }

    Progress progress() {
        return progress;
    }

    /// What has arrived so far.
    PeerStats.Frames received() {
        return received.look();
    }

    /// Whether the reader waits for room, so that silence is our own.
    boolean waits() {
        return connection.intake().readerWaits();
    }

    /// Whether the caller of this is the reader. Needs no lock: only the thread that has written itself can find
    /// itself.
    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /// What has become of a [turn][#turn].
    enum Turn {
        /// There may be more to read.
        MORE,
        /// There is nothing to read now.
        DRY,
        /// The rest is left to a turn that is not brief.
        LEFT,
        /// Nothing more is to be read. Not after a brief turn.
        END
    }

    /// Reads once, and deals with what has come. One turn at a time, each after the one before.
    ///
    /// A brief turn may be taken by a thread that others wait for: it leaves alone what may take longer. Of the user's
    /// code it runs what makes a message, and what filters the events of a peer that misbehaves.
    ///
    /// @param stream where to read
    /// @param most how many frames to deal with, in a brief turn; [#ALL] if it may take its time
    Turn turn(ReadableByteChannel stream, int most) {
        thread = Thread.currentThread();
        try {
            return most == ALL ? turn(stream) : briefTurn(stream, most);
        } finally {
            wakeActors();
            thread = null;
        }
    }

    private Turn turn(ReadableByteChannel stream) {
        try {
            if (corrupt) return discard(stream);
            if (failure instanceof CorruptFrameException e) throw e;
            if (failure instanceof IOException e) throw e;
            return read(stream, ALL);
        } catch (CorruptFrameException e) {
            connection.corrupt(String.valueOf(e.getMessage()));
            corrupt = true;
            return Turn.MORE;
        } catch (IOException e) {
            connection.fatal(new PeerError.TransportFailed(e), "reading failed: " + Connection.message(e));
            return Turn.END;
        }
    }

    /// What follows from the end or from a failure is left to the next turn, which finds the end again.
    private Turn briefTurn(ReadableByteChannel stream, int most) {
        if (corrupt) return Turn.LEFT;
        try {
            var turn = read(stream, most);
            return turn == Turn.END ? Turn.LEFT : turn;
        } catch (CorruptFrameException | IOException e) {
            failure = e;
            return Turn.LEFT;
        }
    }

    private Turn read(ReadableByteChannel stream, int most) throws CorruptFrameException, IOException {
        var count = 0;
        if (left == null) {
            count = frames.fill(stream);
            if (count < 0 && most == ALL) endOfStream();
            if (count < 0) return Turn.END;
            if (count == 0) return Turn.DRY;
            nowNanos = System.nanoTime();
            assembly.dealing(nowNanos);
        }
        var before = progress;
        var takenBefore = taken;
        // while frames are dealt with none is waited for, however long that takes
        if (before.frameNanos != 0) progress = new Progress(nowNanos, 0, 0);
        var step = left == null ? frames.next() : left;
        left = null;
        for (; step != Step.MORE; step = frames.next()) {
            // what one sends who is cut off is of no interest, and would push the reason out of the events
            if (connection.ending().isBroken()) return Turn.END;
            if (most != ALL && (taken - takenBefore == most || !isBrief(step))) {
                left = step;
                return Turn.LEFT;
            }
            take(step);
        }
        connection.offersRead();
        var woken = wakeActors();
        note(taken == takenBefore ? before : null, count);
        if (most != ALL) return frames.begun() && frames.frameBytes() > BRIEF_BYTES ? Turn.LEFT : Turn.MORE;
        if (woken) letThemRun();
        slice.letOthersRun();
        return Turn.MORE;
    }

    /// Whether the frame at hand is short, and all that is to be done is to queue it for an actor, or to hand it to a
    /// thread that waits; and nobody has to be waited for.
    private boolean isBrief(Step step) {
        if (step != Step.FRAME || frames.frameBytes() > BRIEF_BYTES || connection.isTraced()) return false;
        var sid = frames.serviceId();
        if (sid == ServiceId.REPLIES.value()) return connection.outbox().isFreeFor(frames.connectionId());
        if (!connection.receiveWindows().isCounting()) return false;
        if (!(connection.exposed().exposed(sid) instanceof LocalService service)
                || !service.target().onlyQueues()) return false;
        brief = service;
        return true;
    }

    /// How many frames have come.
    long taken() {
        return taken;
    }

    /// Lets go of what has come of frames that are not complete. After the last turn.
    void clear() {
        assembly.clear();
    }

    /// An actor has got a send and was at rest.
    ///
    /// @param activation starts a thread for it; is run soon, or at once if it does not come from a frame at hand
    void wakesLater(Runnable activation) {
        if (!isCurrent() || !entering) {
            activation.run();
            return;
        }
        if (wakeUps == null) wakeUps = new ArrayDeque<>(1);
        wakeUps.add(activation);
    }

    /// @return whether there was one
    private boolean wakeActors() {
        var all = wakeUps;
        if (all == null) return false;
        for (var next = all.poll(); next != null; next = all.poll()) next.run();
        wakeUps = null;
        return true;
    }

    @SuppressWarnings("ThreadPriorityCheck") // what depends on it is speed, not correctness
    private void letThemRun() {
        if (Thread.currentThread().isVirtual()) Thread.yield();
    }

    /// @param before how far the frame had come that is still not complete, or null if it is another one
    private void note(@Nullable Progress before, int count) {
        var now = System.nanoTime();
        assembly.reading(now);
        if (!frames.partial()) progress = new Progress(now, 0, 0);
        else if (before == null || before.frameNanos == 0) progress = new Progress(now, now, 0);
        else progress = new Progress(now, before.frameNanos, before.frameBytes + count);
    }

    private void endOfStream() {
        if (frames.partial() || assembly.isBusy())
            connection.failed(new PeerError.CorruptStream("the stream ended within a frame"));
        connection.publish(new PeerEvent.ClosedByRemote());
        connection.ending().begin(Ending.Cause.REMOTE, "the other side closed it");
    }

    /// Reads on after a corrupt frame, so that the other side is not cut off before it has read why.
    private static Turn discard(ReadableByteChannel stream) {
        try {
            var count = stream.read(ByteBuffer.allocate(4096));
            if (count == 0) return Turn.DRY;
            return count > 0 ? Turn.MORE : Turn.END;
        } catch (IOException e) {
            return Turn.END; // the connection is ending, for the reason already given
        }
    }

    private void take(Step step) throws CorruptFrameException {
        var sid = frames.serviceId();
        var cid = frames.connectionId();
        taken++;
        if (sid != Control.OFFER.value() && (offerRead || sid != Control.WITHDRAW.value())) connection.offersRead();
        offerRead = sid == Control.OFFER.value(); // what is withdrawn at once is seen to have been offered
        if (sid == Control.FRAGMENT.value() && connection.receiveWindows().takesFragments()) {
            fragment(step, cid);
            return;
        }
        if (cid != 0) connection.control().countCall();
        if (!greeted) {
            greeted = true;
            if (step != Step.FRAME || sid != Control.HELLO.value())
                connection.control().legacy();
            connection.offersRead(); // that there are none, if it is a legacy peer
        }
        if (step == Step.OVERSIZE) oversize(sid, cid, frames.frameBytes());
        else if (sid == ServiceId.REPLIES.value()) answer(cid);
        else if (sid == ServiceId.ERRORS.value()) error(cid);
        else if (request(sid, cid)) return; // a control frame, perhaps the offer that belongs to the next frame
        connection.holdings().frameDone();
    }

    private void fragment(Step step, long number) throws CorruptFrameException {
        wakeActors();
        try {
            if (step == Step.OVERSIZE)
                throw new DecodeException("it is a frame of " + frames.frameBytes() + " bytes, which is too long");
            var frame = assembly.take(number, frames.payload(), nowNanos);
            if (frame == null) return;
            complete(frame);
            connection.holdings().frameDone();
        } catch (DecodeException e) {
            connection
                    .control()
                    .violation("a fragment of row " + Long.toUnsignedString(number) + ": " + e.getMessage());
        }
    }

    /// Decides about a frame that begins to come in fragments.
    @Override
    public boolean admits(ArrivingFrame frame) throws DecodeException {
        if (frame.isOversize()) return false;
        if (frame.isReply()) return connection.outbox().isAwaited(frame.cid());
        var service = exposed(frame.sid());
        if (service == null) return false;
        frame.inflow = connection.receiveWindows().take(frame.sid(), frame.bytes());
        if (frame.inflow == null) throw new DecodeException(withoutCredit(service));
        return true;
    }

    /// All fragments of a frame have come.
    private void complete(ArrivingFrame frame) {
        var sid = frame.sid();
        var cid = frame.cid();
        if (frame.isOversize()) {
            oversize(sid, cid, frame.bytes());
            return;
        }
        received.count(kind(sid, cid), frame.bytes());
        if (frame.isReply()) {
            Answers.reply(connection, cid, frame.isKept() ? frame.payload() : null, true);
        } else {
            if (cid != 0) connection.control().countCall();
            var service = frame.isKept() ? exposed(sid) : null;
            if (service != null) {
                arrive(service, frame);
                return;
            }
            if (frame.inflow != null) connection.receiveWindows().giveBack(frame.inflow, frame.bytes());
            connection.replies().unknownService(new ServiceId(sid), cid, frame.bytes());
        }
    }

    private void arrive(Service service, ArrivingFrame frame) {
        var request = arrival(frame.sid(), frame.cid(), frame.bytes(), frame.inflow);
        request.nanos = frame.firstNanos();
        request.isLong = true;
        enter(service, request, frame.payload());
    }

    /// What takes the requests for a service.
    private @Nullable Service exposed(long sid) {
        var table = connection.exposed();
        var service = table.exposed(sid);
        if (service == null) service = connection.capabilities().find(sid);
        return service == null && !Control.isOne(sid) ? table.other() : service;
    }

    /// @return whether it is a control frame
    private boolean request(long sid, long cid) {
        var bytes = frames.frameBytes();
        Service service = brief;
        brief = null;
        if (service == null) service = connection.exposed().exposed(sid);
        if (service == null) {
            if (Control.isOne(sid)) wakeActors();
            if (cid == 0 && connection.control().take(sid, frames.payload())) {
                received.count(Kind.CONTROL, bytes);
                return true;
            }
            service = exposed(sid);
        }
        received.count(cid == 0 ? Kind.SEND : Kind.CALL, bytes);
        if (service == null) {
            wakeActors();
            connection.replies().unknownService(new ServiceId(sid), cid, bytes);
            return false;
        }
        if (!(service instanceof LocalService)) wakeActors();
        var windows = connection.receiveWindows();
        if (!windows.isCounting()) {
            wakeActors();
            connection.intake().awaitRoom(bytes);
        }
        var inflow = windows.isCounting() ? windows.take(sid, bytes) : null;
        if (windows.isCounting() && inflow == null) overdrawn(service);
        else enter(service, arrival(sid, cid, bytes, inflow), frames.payload());
        if (cid != 0) wakeActors();
        return false;
    }

    private Arrival arrival(long sid, long cid, long bytes, ReceiveWindows.@Nullable Inflow inflow) {
        var request = arrival;
        if (request == null) arrival = request = new Arrival(connection); // whoever only calls never needs one
        request.sid = sid;
        request.cid = cid;
        request.bytes = bytes;
        request.nanos = nowNanos;
        request.inflow = inflow;
        request.isLong = false;
        return request;
    }

    private void enter(Service service, Arrival request, Input payload) {
        Inbound inbound;
        Intake.Entry entry;
        payload.context(connection.holdings());
        entering = true;
        try {
            request.open(payload);
            inbound = service.accept(request);
            entry = connection.intake().enter(inbound);
        } catch (DecodeException e) {
            wakeActors();
            if (request.inflow != null) connection.receiveWindows().giveBack(request.inflow, request.bytes);
            connection.replies().undecodable(service, request.cid, request.bytes, String.valueOf(e.getMessage()));
            return;
        } finally {
            entering = false;
        }
        if (entry != Intake.Entry.ENTERED) {
            wakeActors();
            inbound.notEntered();
        }
        switch (entry) {
            case ENTERED -> {}
            case DUPLICATE ->
                connection.fatal(
                        new PeerError.ProtocolViolation("call " + request.cid + " came again while it was in progress"),
                        "the other side used a connection id twice");
            case CLOSED -> connection.replies().closing(service, request.cid);
        }
    }

    private void overdrawn(Service service) {
        wakeActors();
        connection.fatal(
                new PeerError.ProtocolViolation(withoutCredit(service)),
                "the other side sends more than it was given credit for");
    }

    private String withoutCredit(Service service) {
        var limits = connection.limits();
        return "a request of " + service.name() + " came without credit, beyond windowMessages="
                + limits.windowMessages() + " or windowBytes=" + limits.windowBytes();
    }

    private void answer(long cid) {
        wakeActors();
        received.count(Kind.REPLY, frames.frameBytes());
        Answers.reply(connection, cid, frames.payload(), false);
    }

    private void error(long cid) {
        wakeActors();
        received.count(Kind.ERROR, frames.frameBytes());
        Answers.error(connection, cid, frames.payload());
    }

    private void oversize(long sid, long cid, long size) {
        wakeActors();
        var limit = connection.limits().frames().acceptBytes();
        received.count(kind(sid, cid), size);
        connection.replies().tooLarge(new ServiceId(sid), cid, size, limit);
        if (sid == ServiceId.REPLIES.value() || sid == ServiceId.ERRORS.value())
            Answers.oversize(connection, cid, size, limit);
    }

    private static Kind kind(long sid, long cid) {
        if (sid == ServiceId.REPLIES.value()) return Kind.REPLY;
        if (sid == ServiceId.ERRORS.value()) return Kind.ERROR;
        return cid == 0 ? Kind.SEND : Kind.CALL;
    }
}
