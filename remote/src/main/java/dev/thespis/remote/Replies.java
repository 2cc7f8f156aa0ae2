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
        replyFailed(request, request.service.name(), request.service.sid(), detail);
    }

    private void replyFailed(Inbound request, String service, long sid, String detail) {
        connection.failed(new PeerError.ReplyFailed(service, request.cid(), detail));
        error(
                request,
                new ErrorFrame.InternalServerError(
                        Optional.of(ErrorFrame.Id.of(sid)), Optional.of(ErrorFrame.Id.of(request.cid()))));
    }

    /// The target of a relay has replied.
    void passBack(RelayedRequest request, String service, long sid, RelayedRequest.Reply reply) {
        try {
            if (!connection.outbox().reply(request, RelayedRequest.PASS_BACK, reply))
                replyFailed(request, service, sid, unread());
        } catch (FrameTooLargeException | NotGiven e) {
            replyFailed(request, service, sid, String.valueOf(e.getMessage()));
        }
    }

    /// The target of a relay has answered with an error.
    void passBack(RelayedRequest request, String service, long sid, ErrorFrame error) {
        error(request, ErrorFrames.passedBack(error, new ServiceId(sid), request.cid(), audience()));
    }

    private String unread() {
        return "over " + connection.limits().replyBytes()
                + " bytes wait to be written: the other side reads too slowly";
    }

    /// There is no result.
    void failure(InboundRequest request, CallFailure failure, @Nullable Throwable cause) {
        var service = request.service;
        if (cause != null && failure instanceof CallFailure.HandlerFailed) {
            connection.failed(new PeerError.HandlerFailed(service.name(), request.cid(), cause));
            answer(request, service.sid(), failure);
        } else {
            failure(request, service.name(), service.sid(), failure);
        }
    }

    /// There is no result, and no exception of a handler.
    void failure(Inbound request, String service, long sid, CallFailure failure) {
        connection.failed(
                failure instanceof CallFailure.Refused refused
                        ? new PeerError.Refused(service, request.cid(), refused.reason())
                        : new PeerError.NotHandled(service, request.cid(), failure.describe()));
        answer(request, sid, failure);
    }

    private void answer(Inbound request, long sid, CallFailure failure) {
        if (request.isCall()) error(request, ErrorFrames.of(failure, new ServiceId(sid), request.cid(), audience()));
    }

    private ErrorFrames.Audience audience() {
        return connection.control().knows() ? ErrorFrames.Audience.GREETED : ErrorFrames.Audience.LEGACY;
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

    /// A request that has crossed our goodbye: it can be told so as long as the grace period lasts. After that the end
    /// of the stream has to do.
    void closing(Service service, long cid) {
        connection.failed(
                new PeerError.NotHandled(service.name(), cid, "it came when the connection was closing already"));
        if (cid == 0 || audience() == ErrorFrames.Audience.LEGACY) return;
        error(
                cid,
                new ErrorFrame.NotHandled(
                        Optional.of(ErrorFrame.Id.of(service.sid())),
                        Optional.of(ErrorFrame.Id.of(cid)),
                        ErrorFrame.Reason.UNREACHABLE,
                        "it came when the connection was closing already"));
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

    /// A request that can't be decoded, which was found out after it was let in.
    void undecodable(InboundRequest request, String detail) {
        var service = request.service;
        connection.failed(new PeerError.UndecodableRequest(service.name(), request.cid(), detail));
        if (!request.isCall()) return;
        error(
                request,
                new ErrorFrame.Deserialize(
                        Optional.of(ErrorFrame.Id.of(service.sid())), Optional.of(ErrorFrame.Id.of(request.cid()))));
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

    private void error(Inbound request, ErrorFrame error) {
        connection.outbox().error(request.cid(), request, ErrorFrames.CODEC, error);
    }

    private void error(long cid, ErrorFrame error) {
        connection.outbox().error(cid, null, ErrorFrames.CODEC, error);
    }
}
