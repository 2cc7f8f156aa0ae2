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
            if (!connection.outbox().reply(request, request.service.entry().reply(), reply))
                replyFailed(
                        request,
                        "over " + connection.limits().replyBytes()
                                + " bytes wait to be written: the other side reads too slowly");
        } catch (FrameTooLargeException | EncodeException e) {
            replyFailed(request, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // an accessor of the record threw it
            replyFailed(request, e.toString());
        }
    }

    private void replyFailed(InboundRequest request, String detail) {
        connection.failed(new PeerError.ReplyFailed(request.service.name(), request.cid(), detail));
        var sid = Optional.of(ErrorFrame.Id.of(request.service.sid()));
        error(request, new ErrorFrame.InternalServerError(sid, Optional.of(ErrorFrame.Id.of(request.cid()))));
    }

    /// There is no result.
    void failure(InboundRequest request, CallFailure failure, @Nullable Throwable cause) {
        var service = request.service.name();
        if (cause != null && failure instanceof CallFailure.HandlerFailed)
            connection.failed(new PeerError.HandlerFailed(service, request.cid(), cause));
        else connection.failed(new PeerError.NotHandled(service, request.cid(), failure.describe()));
        if (!request.isCall()) return;
        var audience = connection.control().knows() ? ErrorFrames.Audience.GREETED : ErrorFrames.Audience.LEGACY;
        error(request, ErrorFrames.of(failure, request.service.entry().id(), request.cid(), audience));
    }

    /// A request for a service that is not exposed.
    void unknownService(ServiceId service, long cid, long bytes) {
        connection.failed(new PeerError.UnknownService(service, cid));
        if (cid == 0) connection.control().creditAtOnce(service.value(), bytes);
        else
            error(
                    cid,
                    new ErrorFrame.UnknownService(
                            Optional.of(ErrorFrame.Id.of(service.value())), Optional.of(ErrorFrame.Id.of(cid))));
    }

    /// A request that can't be decoded.
    void undecodable(Service service, long cid, long bytes, String detail) {
        connection.failed(new PeerError.UndecodableRequest(service.name(), cid, detail));
        if (cid == 0) connection.control().creditAtOnce(service.sid(), bytes);
        else
            error(
                    cid,
                    new ErrorFrame.Deserialize(
                            Optional.of(ErrorFrame.Id.of(service.sid())), Optional.of(ErrorFrame.Id.of(cid))));
    }

    /// A frame that was skipped.
    void tooLarge(ServiceId service, long cid, long size, long limit) {
        connection.failed(new PeerError.FrameTooLarge(service, cid, size, limit));
        if (service.isReserved()) return;
        if (cid == 0) connection.control().creditAtOnce(service.value(), size);
        else
            error(
                    cid,
                    new ErrorFrame.DeserializeWireFormat(
                            "your frame of " + size + " bytes is larger than the " + limit + " bytes accepted"));
    }

    /// The stream can't be read any further.
    void corrupt(String detail) {
        error(0, new ErrorFrame.DeserializeWireFormat(detail));
    }

    private void error(InboundRequest request, ErrorFrame error) {
        connection.outbox().error(request.cid(), request, ErrorFrames.CODEC, error);
    }

    private void error(long cid, ErrorFrame error) {
        connection.outbox().error(cid, null, ErrorFrames.CODEC, error);
    }
}
