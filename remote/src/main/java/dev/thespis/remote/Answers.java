package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.cbor.Cbor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes what the other side answers to the calls that wait for it. For the reader thread.
final class Answers {
    private Answers() {}

    /// A reply.
    ///
    /// @param payload null if nobody waits for it
    /// @param isLong whether it came in fragments
    static void reply(Connection connection, long cid, @Nullable Input payload, boolean isLong) {
        var call = connection.outbox().answered(cid);
        if (call == null) connection.failed(new PeerError.UnexpectedReply(cid));
        if (call == null || payload == null) return;
        payload.context(connection.holdings());
        var carried = connection.holdings().atHand();
        // addresses are known only as long as their frame is at hand
        if (isLong && carried.isEmpty())
            connection.unpacking().start(() -> decode(connection, call, cid, payload, carried));
        else decode(connection, call, cid, payload, carried);
    }

    private static void decode(
            Connection connection, PendingCall call, long cid, Input payload, List<OfferedService> carried) {
        try {
            call.replied(payload, carried);
        } catch (DecodeException e) {
            undecodable(connection, call, cid, String.valueOf(e.getMessage()));
        }
    }

    /// An error, of a call or of the connection.
    static void error(Connection connection, long cid, Input payload) {
        var call = cid == 0 ? null : connection.outbox().answered(cid);
        ErrorFrame error;
        try {
            error = Cbor.decode(ErrorFrames.CODEC, payload);
        } catch (DecodeException e) {
            if (call != null) undecodable(connection, call, cid, "error frame: " + e.getMessage());
            else connection.failed(new PeerError.UndecodableReply(cid, "error frame: " + e.getMessage()));
            return;
        }
        if (call == null) connection.publish(new PeerEvent.RemoteError(ErrorFrames.event(error)));
        else call.refused(error);
    }

    private static void undecodable(Connection connection, PendingCall call, long cid, String detail) {
        connection.failed(new PeerError.UndecodableReply(cid, detail));
        call.failIfOpen(new CallFailure.Undecodable(
                "the reply of " + call.service + " could not be decoded: " + detail, Handled.MAYBE));
    }

    /// An answer that is too long to be read.
    static void oversize(Connection connection, long cid, long bytes, long limit) {
        var call = connection.outbox().answered(cid);
        if (call != null)
            call.failIfOpen(new CallFailure.Undecodable(
                    "the reply of " + call.service + " needs a frame of " + bytes + " bytes, the limit is " + limit,
                    Handled.MAYBE));
    }
}
