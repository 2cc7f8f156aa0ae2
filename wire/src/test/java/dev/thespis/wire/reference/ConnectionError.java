package dev.thespis.wire.reference;

import dev.thespis.wire.Unsigned;
import java.util.Optional;

/// What the payload of an error frame says.
public sealed interface ConnectionError {
    record UniqueId(@Unsigned long id) {}

    record ServiceId(UniqueId inner) {}

    record ConnId(UniqueId inner) {}

    record Deserialize(Optional<ServiceId> sid, Optional<ConnId> cid) implements ConnectionError {}

    record DeserializeWireFormat(String context) implements ConnectionError {}

    record InternalServerError(Optional<ServiceId> sid, Optional<ConnId> cid) implements ConnectionError {}

    record Timeout(ServiceId sid) implements ConnectionError {}

    record UnknownService(Optional<ServiceId> sid, Optional<ConnId> cid) implements ConnectionError {}

    record PubSubNoCall(Optional<ServiceId> sid, Optional<ConnId> cid) implements ConnectionError {}
}
