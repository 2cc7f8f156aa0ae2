package dev.thespis.remote;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.Objects;

/// A service of the other side, used with payloads as bytes: for tools that do not have the classes of its messages.
///
/// Guarantees and failures are those of an [dev.thespis.actor.Address].
public final class RawService {
    /// Payloads as they are.
    static final Codec<Object> BYTES = new Codec<>() {
        @Override
        public void write(Object value, Output out) {
            var bytes = (byte[]) value;
            out.bytes(bytes, 0, bytes.length);
        }

        @Override
        public Object read(Input in) throws DecodeException {
            return in.bytes(in.remaining());
        }
    };

    private final Requests requests;
    private final ServiceId id;
    private final String service;

    RawService(Connection connection, String namespace, String name) {
        this.requests = new Requests(connection);
        this.id = ServiceId.of(namespace, name);
        this.service = namespace + "::" + name;
    }

    /// The id of the service.
    ///
    /// @return computed from namespace and name
    public ServiceId id() {
        return id;
    }

    /// Calls the service and waits for the reply.
    ///
    /// @param payload one encoded message
    /// @param deadline how long to wait at most
    /// @return one encoded reply
    /// @throws dev.thespis.actor.CallException if there is no reply
    /// @throws InterruptedException if interrupted while waiting
    public byte[] call(byte[] payload, Duration deadline) throws InterruptedException {
        var reply = requests.call(id.value(), service, BYTES, BYTES, payload, deadline);
        return (byte[]) Objects.requireNonNull(reply);
    }

    /// Sends one-way, waiting for room.
    ///
    /// @param payload one encoded message
    /// @throws dev.thespis.actor.SendException if it can't be accepted
    /// @throws InterruptedException if interrupted while waiting
    public void send(byte[] payload) throws InterruptedException {
        requests.send(id.value(), service, BYTES, payload);
    }
}
