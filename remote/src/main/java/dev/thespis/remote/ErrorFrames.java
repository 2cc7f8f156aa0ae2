package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.wire.Codec;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Cbor;
import java.time.Duration;
import java.util.Optional;

/// What the payload of an error frame means here.
final class ErrorFrames {
    static final Codec<ErrorFrame> CODEC = Cbor.codecs().codec(ErrorFrame.class);

    private ErrorFrames() {}

    /// The error as an event shows it.
    static ConnectionError event(ErrorFrame frame) {
        return switch (frame) {
            case ErrorFrame.Deserialize d -> new ConnectionError.Deserialize(service(d.sid()), call(d.cid()));
            case ErrorFrame.DeserializeWireFormat d -> new ConnectionError.DeserializeWireFormat(d.context());
            case ErrorFrame.InternalServerError e ->
                new ConnectionError.InternalServerError(service(e.sid()), call(e.cid()));
            case ErrorFrame.Timeout t -> new ConnectionError.Timeout(service(Optional.of(t.sid())));
            case ErrorFrame.UnknownService u -> new ConnectionError.UnknownService(service(u.sid()), call(u.cid()));
            case ErrorFrame.PubSubNoCall p -> new ConnectionError.PubSubNoCall(service(p.sid()), call(p.cid()));
        };
    }

    /// The error as the caller of a call sees it.
    static CallFailure failure(ErrorFrame frame, String service, Duration deadline) {
        return switch (frame) {
            case ErrorFrame.Deserialize d ->
                new CallFailure.Undecodable("the other side could not decode the message to " + service, Handled.NO);
            case ErrorFrame.DeserializeWireFormat d ->
                new CallFailure.Undecodable(
                        "the other side refused the frame of the message to " + service + ": " + d.context(),
                        Handled.NO);
            case ErrorFrame.InternalServerError e -> new CallFailure.HandlerFailed(service);
            case ErrorFrame.Timeout t -> new CallFailure.Timeout(deadline, Handled.MAYBE);
            case ErrorFrame.UnknownService u -> new CallFailure.UnknownService(service);
            case ErrorFrame.PubSubNoCall p -> new CallFailure.NoCalls(service);
        };
    }

    private static ServiceId service(Optional<ErrorFrame.Id> id) {
        return new ServiceId(call(id));
    }

    private static long call(Optional<ErrorFrame.Id> id) {
        return id.map(i -> i.inner().id()).orElse(0L);
    }
}
