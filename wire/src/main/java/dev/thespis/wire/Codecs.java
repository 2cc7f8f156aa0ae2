package dev.thespis.wire;

import java.lang.reflect.Type;

/// How messages become payloads: [Cbor][dev.thespis.wire.cbor.Cbor] here, or whatever an application plugs in.
public interface Codecs {
    /// Prepares the codec of a type and of all that is reachable from it.
    ///
    /// @param type the type, generics included
    /// @return its codec
    /// @throws IllegalArgumentException if there can be none; the message names the path to the component at fault
    Codec<?> codec(Type type);
}
