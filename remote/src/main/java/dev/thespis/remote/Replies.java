package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.ServiceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is told to the other side about its requests, and published here about their failures.
///
/// A caller learns which kind of error it was and nothing else; whoever sends one-way learns nothing.
final class Replies {
    private final Connection connection;

    Replies(Connection connection) {
        this.connection = connection;
    }

    /// The handler returned.
    @SuppressWarnings("NullAway") // the codec of a Void writes null
    void result(InboundRequest request, @Nullable Object reply) {
        try {
            connection.outbox().reply(ServiceId.REPLIES.value(), request.cid, request.entry.reply(), reply);
        } catch (FrameTooLargeException | EncodeException e) {
            connection.failed(
                    new PeerError.ReplyFailed(request.entry.service(), request.cid, String.valueOf(e.getMessage())));
            internalServerError(request.entry.id(), request.cid);
        } catch (RuntimeException e) { // an accessor of the record threw it
            connection.failed(new PeerError.ReplyFailed(request.entry.service(), request.cid, e.toString()));
            internalServerError(request.entry.id(), request.cid);
        }
    }

    /// There is no result.
    void failure(InboundRequest request, CallFailure failure, @Nullable Throwable cause) {
        var service = request.entry.service();
        if (cause != null) connection.failed(new PeerError.HandlerFailed(service, request.cid, cause));
        else connection.failed(new PeerError.NotHandled(service, request.cid, failure.describe()));
        if (request.cid == 0) return;
        var sid = Optional.of(ErrorFrame.Id.of(request.entry.id().value()));
        var cid = Optional.of(ErrorFrame.Id.of(request.cid));
        error(
                request.cid,
                switch (failure) {
                    case CallFailure.Timeout t -> new ErrorFrame.Timeout(sid.get());
                    case CallFailure.UnknownService u -> new ErrorFrame.UnknownService(sid, cid);
                    case CallFailure.NoCalls n -> new ErrorFrame.PubSubNoCall(sid, cid);
                    case CallFailure.Undecodable u -> new ErrorFrame.Deserialize(sid, cid);
                    case CallFailure.Deadlock d -> new ErrorFrame.InternalServerError(sid, cid);
                    case CallFailure.Cancelled c -> new ErrorFrame.InternalServerError(sid, cid);
                    case CallFailure.HandlerFailed h -> new ErrorFrame.InternalServerError(sid, cid);
                    case CallFailure.ActorStopped a -> new ErrorFrame.InternalServerError(sid, cid);
                    case CallFailure.Overloaded o -> new ErrorFrame.InternalServerError(sid, cid);
                    case CallFailure.TooLarge t -> new ErrorFrame.InternalServerError(sid, cid);
                    case CallFailure.ConnectionLost l -> new ErrorFrame.InternalServerError(sid, cid);
                });
    }

    /// A request for a service that is not exposed.
    void unknownService(ServiceId service, long cid) {
        connection.failed(new PeerError.UnknownService(service, cid));
        if (cid != 0)
            error(
                    cid,
                    new ErrorFrame.UnknownService(
                            Optional.of(ErrorFrame.Id.of(service.value())), Optional.of(ErrorFrame.Id.of(cid))));
    }

    /// A request that can't be decoded.
    void undecodable(Contract.Entry entry, long cid, String detail) {
        connection.failed(new PeerError.UndecodableRequest(entry.service(), cid, detail));
        if (cid != 0)
            error(
                    cid,
                    new ErrorFrame.Deserialize(
                            Optional.of(ErrorFrame.Id.of(entry.id().value())), Optional.of(ErrorFrame.Id.of(cid))));
    }

    /// A frame that was skipped.
    void tooLarge(ServiceId service, long cid, long size, long limit) {
        connection.failed(new PeerError.FrameTooLarge(service, cid, size, limit));
        if (cid != 0 && !service.isReserved())
            error(
                    cid,
                    new ErrorFrame.DeserializeWireFormat(
                            "your frame of " + size + " bytes is larger than the " + limit + " bytes accepted"));
    }

    /// The stream can't be read any further.
    void corrupt(String detail) {
        error(0, new ErrorFrame.DeserializeWireFormat(detail));
    }

    private void internalServerError(ServiceId service, long cid) {
        error(
                cid,
                new ErrorFrame.InternalServerError(
                        Optional.of(ErrorFrame.Id.of(service.value())), Optional.of(ErrorFrame.Id.of(cid))));
    }

    private void error(long cid, ErrorFrame error) {
        try {
            connection.outbox().reply(ServiceId.ERRORS.value(), cid, ErrorFrames.CODEC, error);
        } catch (FrameTooLargeException e) {
            connection.failed(new PeerError.ReplyFailed("errors", cid, String.valueOf(e.getMessage())));
        }
    }
}
