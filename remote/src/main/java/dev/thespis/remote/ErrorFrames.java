package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.wire.Codec;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Cbor;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the payload of an error frame means here.
final class ErrorFrames {
    static final Codec<ErrorFrame> CODEC = Cbor.codecs().codec(ErrorFrame.class);

    private ErrorFrames() {}

    /// The error as an event shows it.
    static ConnectionError event(ErrorFrame frame) {
        return switch (frame) {
            case ErrorFrame.Deserialize d -> new ConnectionError.Deserialize(service(d.sid()), call(d.cid()));
            case ErrorFrame.DeserializeWireFormat d ->
                new ConnectionError.DeserializeWireFormat(Excerpt.of(d.context()));
            case ErrorFrame.InternalServerError e ->
                new ConnectionError.InternalServerError(service(e.sid()), call(e.cid()));
            case ErrorFrame.Timeout t -> new ConnectionError.Timeout(service(Optional.of(t.sid())));
            case ErrorFrame.UnknownService u -> new ConnectionError.UnknownService(service(u.sid()), call(u.cid()));
            case ErrorFrame.PubSubNoCall p -> new ConnectionError.PubSubNoCall(service(p.sid()), call(p.cid()));
            case ErrorFrame.NotHandled n ->
                new ConnectionError.NotHandled(
                        service(n.sid()),
                        call(n.cid()),
                        n.detail().isBlank() ? n.reason().toString() : n.reason() + ": " + Excerpt.of(n.detail()));
            case ErrorFrame.Lost l -> new ConnectionError.Lost(service(l.sid()), call(l.cid()));
        };
    }

    /// The error as the caller of a call sees it.
    static CallFailure failure(ErrorFrame frame, String service, Duration deadline) {
        return switch (frame) {
            case ErrorFrame.Deserialize d ->
                new CallFailure.Undecodable("the other side could not decode the message to " + service, Handled.NO);
            case ErrorFrame.DeserializeWireFormat d ->
                new CallFailure.Undecodable(
                        "the other side refused the frame of the message to " + service + ": "
                                + Excerpt.of(d.context()),
                        Handled.NO);
            case ErrorFrame.InternalServerError e -> new CallFailure.HandlerFailed(service);
            case ErrorFrame.Timeout t -> new CallFailure.Timeout(deadline, Handled.MAYBE);
            case ErrorFrame.UnknownService u -> new CallFailure.UnknownService(service);
            case ErrorFrame.PubSubNoCall p -> new CallFailure.NoCalls(service);
            case ErrorFrame.NotHandled n -> notHandled(n, service, deadline);
            case ErrorFrame.Lost l ->
                new CallFailure.ConnectionLost(
                        "behind the other side", "it was lost before the answer came", Handled.MAYBE);
        };
    }

    private static CallFailure notHandled(ErrorFrame.NotHandled frame, String service, Duration deadline) {
        return switch (frame.reason()) {
            case EXPIRED -> new CallFailure.Timeout(deadline, Handled.NO);
            case CANCELLED -> new CallFailure.Cancelled(Handled.NO);
            case STOPPED -> new CallFailure.ActorStopped(service, Handled.NO);
            case OVERLOADED -> new CallFailure.Overloaded(service);
            case REFUSED -> new CallFailure.Refused(service, Excerpt.of(frame.detail()));
            case UNREACHABLE ->
                new CallFailure.ConnectionLost("the other side", Excerpt.of(frame.detail()), Handled.NO);
        };
    }

    /// The error that tells a caller why its call failed, without internals.
    ///
    /// @param audience what the caller understands
    static ErrorFrame of(CallFailure failure, ServiceId service, long call, Audience audience) {
        var sid = Optional.of(ErrorFrame.Id.of(service.value()));
        var cid = Optional.of(ErrorFrame.Id.of(call));
        if (audience == Audience.GREETED && failure.handled() == Handled.NO) {
            var reason = reason(failure);
            if (reason != null) return new ErrorFrame.NotHandled(sid, cid, reason, detail(failure));
        }
        if (audience == Audience.GREETED && failure instanceof CallFailure.ConnectionLost)
            return new ErrorFrame.Lost(sid, cid);
        return switch (failure) {
            case CallFailure.Timeout t -> new ErrorFrame.Timeout(sid.get());
            case CallFailure.UnknownService u -> new ErrorFrame.UnknownService(sid, cid);
            case CallFailure.Refused r -> new ErrorFrame.UnknownService(sid, cid);
            case CallFailure.NoCalls n -> new ErrorFrame.PubSubNoCall(sid, cid);
            case CallFailure.Undecodable u ->
                u.handled() == Handled.NO
                        ? new ErrorFrame.Deserialize(sid, cid)
                        : new ErrorFrame.InternalServerError(sid, cid);
            case CallFailure.Deadlock d -> new ErrorFrame.InternalServerError(sid, cid);
            case CallFailure.Cancelled c -> new ErrorFrame.InternalServerError(sid, cid);
            case CallFailure.HandlerFailed h -> new ErrorFrame.InternalServerError(sid, cid);
            case CallFailure.ActorStopped a -> new ErrorFrame.InternalServerError(sid, cid);
            case CallFailure.Overloaded o -> new ErrorFrame.InternalServerError(sid, cid);
            case CallFailure.TooLarge t ->
                new ErrorFrame.DeserializeWireFormat("passed on, the message needs a frame of " + t.sizeBytes()
                        + " bytes, and the limit there is " + t.limitBytes());
            case CallFailure.ConnectionLost l -> new ErrorFrame.InternalServerError(sid, cid);
        };
    }

    /// What the one who is told an error understands.
    enum Audience {
        /// The errors of the original.
        LEGACY,
        /// All errors.
        GREETED
    }

    private static ErrorFrame.@Nullable Reason reason(CallFailure failure) {
        return switch (failure) {
            case CallFailure.Timeout t -> ErrorFrame.Reason.EXPIRED;
            case CallFailure.Cancelled c -> ErrorFrame.Reason.CANCELLED;
            case CallFailure.ActorStopped a -> ErrorFrame.Reason.STOPPED;
            case CallFailure.Overloaded o -> ErrorFrame.Reason.OVERLOADED;
            case CallFailure.Refused r -> ErrorFrame.Reason.REFUSED;
            case CallFailure.UnknownService u -> null;
            case CallFailure.NoCalls n -> null;
            case CallFailure.Undecodable u -> null;
            case CallFailure.Deadlock d -> null;
            case CallFailure.HandlerFailed h -> null;
            case CallFailure.TooLarge t -> null;
            case CallFailure.ConnectionLost l -> ErrorFrame.Reason.UNREACHABLE;
        };
    }

    private static String detail(CallFailure failure) {
        if (failure instanceof CallFailure.ConnectionLost) return "the relay has lost, or has not got, its target";
        return failure instanceof CallFailure.Refused refused ? Excerpt.sent(refused.reason()) : "";
    }

    /// The same error for the caller of a relayed call: with its connection id, in terms that it understands.
    static ErrorFrame passedBack(ErrorFrame error, ServiceId service, long call, Audience audience) {
        var cid = Optional.of(ErrorFrame.Id.of(call));
        return switch (error) {
            case ErrorFrame.Deserialize d -> new ErrorFrame.Deserialize(d.sid(), cid);
            case ErrorFrame.DeserializeWireFormat d -> new ErrorFrame.DeserializeWireFormat(Excerpt.sent(d.context()));
            case ErrorFrame.InternalServerError e -> new ErrorFrame.InternalServerError(e.sid(), cid);
            case ErrorFrame.Timeout t -> t;
            case ErrorFrame.UnknownService u -> new ErrorFrame.UnknownService(u.sid(), cid);
            case ErrorFrame.PubSubNoCall p -> new ErrorFrame.PubSubNoCall(p.sid(), cid);
            case ErrorFrame.NotHandled n ->
                audience == Audience.GREETED
                        ? new ErrorFrame.NotHandled(n.sid(), cid, n.reason(), Excerpt.sent(n.detail()))
                        : of(notHandled(n, "", Duration.ZERO), service, call, audience);
            case ErrorFrame.Lost l ->
                audience == Audience.GREETED
                        ? new ErrorFrame.Lost(l.sid(), cid)
                        : new ErrorFrame.InternalServerError(l.sid(), cid);
        };
    }

    private static ServiceId service(Optional<ErrorFrame.Id> id) {
        return new ServiceId(call(id));
    }

    private static long call(Optional<ErrorFrame.Id> id) {
        return id.map(i -> i.inner().id()).orElse(0L);
    }
}
