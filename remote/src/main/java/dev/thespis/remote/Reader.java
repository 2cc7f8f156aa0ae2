package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.FrameCounts.Kind;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.wire.CorruptFrameException;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.FrameReader;
import dev.thespis.wire.FrameReader.Step;
import dev.thespis.wire.Input;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Cbor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes the frames from the stream and hands each to whom it concerns.
///
/// Everything here runs in the reader thread, but for [#progress], [#received] and [#waits], which any thread may
/// ask. It is here that a deadline that travels as remaining time becomes a point in time: when the frame was read.
final class Reader {
    private final Connection connection;
    private final FrameReader frames;
    private final Arrival arrival;
    private @Nullable Thread thread;
    private boolean greeted;
    private long taken;
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
        this.arrival = new Arrival(connection);
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

    void run() {
        thread = Thread.currentThread();
        try {
            while (true) {
                var count = frames.fill(connection.duplex());
                if (count < 0) {
                    endOfStream();
                    return;
                }
                nowNanos = System.nanoTime();
                var before = progress;
                var takenBefore = taken;
                // while frames are dealt with none is waited for, however long that takes
                if (before.frameNanos != 0) progress = new Progress(nowNanos, 0, 0);
                for (var step = frames.next(); step != Step.MORE; step = frames.next()) {
                    // what one sends who is cut off is of no interest, and would push the reason out of the events
                    if (connection.ending().isBroken()) return;
                    take(step);
                }
                note(taken == takenBefore ? before : null, count);
                slice.letOthersRun();
            }
        } catch (CorruptFrameException e) {
            connection.corrupt(String.valueOf(e.getMessage()));
            discard();
        } catch (IOException e) {
            connection.fatal(new PeerError.TransportFailed(e), "reading failed: " + Connection.message(e));
        }
    }

    /// @param before how far the frame had come that is still not complete, or null if it is another one
    private void note(@Nullable Progress before, int count) {
        var now = System.nanoTime();
        if (!frames.partial()) progress = new Progress(now, 0, 0);
        else if (before == null || before.frameNanos == 0) progress = new Progress(now, now, 0);
        else progress = new Progress(now, before.frameNanos, before.frameBytes + count);
    }

    private void endOfStream() {
        if (frames.partial()) connection.failed(new PeerError.CorruptStream("the stream ended within a frame"));
        connection.publish(new PeerEvent.ClosedByRemote());
        connection.ending().begin(Ending.Cause.REMOTE, "the other side closed it");
    }

    /// Reads on after a corrupt frame, so that the other side is not cut off before it has read why.
    private void discard() {
        var buffer = java.nio.ByteBuffer.allocate(4096);
        try {
            while (connection.duplex().read(buffer.clear()) >= 0) {}
        } catch (IOException e) {
            // the connection is ending, for the reason already given
        }
    }

    private void take(Step step) {
        var sid = frames.serviceId();
        var cid = frames.connectionId();
        taken++;
        if (cid != 0) connection.control().countCall();
        if (!greeted) {
            greeted = true;
            if (step != Step.FRAME || sid != Control.HELLO.value())
                connection.control().legacy();
        }
        if (step == Step.OVERSIZE) oversize(sid, cid);
        else if (sid == ServiceId.REPLIES.value()) reply(cid);
        else if (sid == ServiceId.ERRORS.value()) error(cid);
        else if (request(sid, cid)) return; // a control frame, perhaps the offer that belongs to the next frame
        connection.holdings().frameDone();
    }

    /// @return whether it is a control frame
    private boolean request(long sid, long cid) {
        var bytes = frames.frameBytes();
        var table = connection.exposed();
        var service = table.exposed(sid);
        if (service == null) {
            if (cid == 0 && connection.control().take(sid, frames.payload())) {
                received.count(Kind.CONTROL, bytes);
                return true;
            }
            service = connection.capabilities().find(sid);
            if (service == null && !Control.isOne(sid)) service = table.other();
        }
        received.count(cid == 0 ? Kind.SEND : Kind.CALL, bytes);
        if (service == null) {
            connection.replies().unknownService(new ServiceId(sid), cid, bytes);
            return false;
        }
        var windows = connection.receiveWindows();
        if (!windows.isCounting()) connection.intake().awaitRoom(bytes);
        var inflow = windows.isCounting() ? windows.take(sid, bytes) : null;
        if (windows.isCounting() && inflow == null) overdrawn(service);
        else enter(service, arrival(sid, cid, bytes, inflow));
        return false;
    }

    private Arrival arrival(long sid, long cid, long bytes, ReceiveWindows.@Nullable Inflow inflow) {
        arrival.sid = sid;
        arrival.cid = cid;
        arrival.bytes = bytes;
        arrival.nanos = nowNanos;
        arrival.inflow = inflow;
        return arrival;
    }

    private void enter(Service service, Arrival request) {
        Inbound inbound;
        try {
            request.open(payload());
            inbound = service.accept(request);
        } catch (DecodeException e) {
            if (request.inflow != null) connection.receiveWindows().giveBack(request.inflow, request.bytes);
            connection.replies().undecodable(service, request.cid, request.bytes, String.valueOf(e.getMessage()));
            return;
        }
        switch (connection.intake().enter(inbound)) {
            case ENTERED -> {}
            case DUPLICATE ->
                connection.fatal(
                        new PeerError.ProtocolViolation("call " + request.cid + " came again while it was in progress"),
                        "the other side used a connection id twice");
            case CLOSED -> connection.replies().closing(service, request.cid);
        }
    }

    private void overdrawn(Service service) {
        var limits = connection.limits();
        connection.fatal(
                new PeerError.ProtocolViolation("a request of " + service.name()
                        + " came without credit, beyond windowMessages=" + limits.windowMessages() + " or windowBytes="
                        + limits.windowBytes()),
                "the other side sends more than it was given credit for");
    }

    private void reply(long cid) {
        received.count(Kind.REPLY, frames.frameBytes());
        var call = connection.outbox().answered(cid);
        if (call == null) connection.failed(new PeerError.UnexpectedReply(cid));
        if (call == null) return;
        try {
            call.replied(payload());
        } catch (DecodeException e) {
            undecodableReply(call, cid, String.valueOf(e.getMessage()));
        }
    }

    private void error(long cid) {
        received.count(Kind.ERROR, frames.frameBytes());
        var call = cid == 0 ? null : connection.outbox().answered(cid);
        ErrorFrame error;
        try {
            error = Cbor.decode(ErrorFrames.CODEC, frames.payload());
        } catch (DecodeException e) {
            if (call != null) undecodableReply(call, cid, "error frame: " + e.getMessage());
            else connection.failed(new PeerError.UndecodableReply(cid, "error frame: " + e.getMessage()));
            return;
        }
        if (call == null) connection.publish(new PeerEvent.RemoteError(ErrorFrames.event(error)));
        else call.refused(error);
    }

    private Input payload() {
        var payload = frames.payload();
        payload.context(connection.holdings());
        return payload;
    }

    private void undecodableReply(PendingCall call, long cid, String detail) {
        connection.failed(new PeerError.UndecodableReply(cid, detail));
        call.failIfOpen(new CallFailure.Undecodable(
                "the reply of " + call.service + " could not be decoded: " + detail, Handled.MAYBE));
    }

    private void oversize(long sid, long cid) {
        var size = frames.frameBytes();
        var limit = connection.limits().frames().acceptBytes();
        received.count(kind(sid, cid), size);
        connection.replies().tooLarge(new ServiceId(sid), cid, size, limit);
        var isAnswer = sid == ServiceId.REPLIES.value() || sid == ServiceId.ERRORS.value();
        var call = isAnswer ? connection.outbox().answered(cid) : null;
        if (call != null)
            call.failIfOpen(new CallFailure.Undecodable(
                    "the reply of " + call.service + " needs a frame of " + size + " bytes, the limit is " + limit,
                    Handled.MAYBE));
    }

    private static Kind kind(long sid, long cid) {
        if (sid == ServiceId.REPLIES.value()) return Kind.REPLY;
        if (sid == ServiceId.ERRORS.value()) return Kind.ERROR;
        return cid == 0 ? Kind.SEND : Kind.CALL;
    }
}
