package dev.thespis.remote.control;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.cbor.Cbor;
import java.util.OptionalLong;

/// What travels with a request besides the message, to peers that said they know it.
///
/// ```
///  d9 54 48 82             tag 21576 ("TH") around an array of two
///  a1 63 74 74 6c 1a …     a map: "ttl", the microseconds that are left until the deadline, in 4 or 8 bytes
///  …                       the message
/// ```
///
/// The tag is not registered with IANA (RFC 8949, section 9.2, has it among those that are first come, first served). A
/// decoder that does not look for a tag ignores it, and would then find an array: so metadata is not sent to a peer
/// that has not said that it knows it.
///
/// @param ttl microseconds until the caller gives up, from when the frame was written
public record Metadata(OptionalLong ttl) {
    /// How a peer says in its hello that it knows metadata.
    public static final String FEATURE = "metadata";

    /// Stands for no remaining time.
    public static final long NONE = -1;

    private static final Codec<Metadata> CODEC = Cbor.codecs().codec(Metadata.class);
    private static final byte[] OPENING = {(byte) 0xd9, 0x54, 0x48, (byte) 0x82};
    private static final byte[] TTL = {(byte) 0xa1, 0x63, 't', 't', 'l'};

    /// Writes what comes before the message.
    ///
    /// @param out where to append
    /// @param remainingMicros at least 1
    public static void write(Output out, long remainingMicros) {
        out.bytes(OPENING, 0, OPENING.length);
        out.bytes(TTL, 0, TTL.length);
        if (remainingMicros >>> 32 == 0) {
            out.int8(0x1a);
            out.int32((int) remainingMicros);
        } else {
            out.int8(0x1b);
            out.int64(remainingMicros);
        }
    }

    /// Reads the metadata, if there are any, and moves on to the message.
    ///
    /// @param payload at its beginning
    /// @return the microseconds that are left, or [#NONE]
    /// @throws DecodeException if what follows the tag is not a map of metadata
    public static long read(Input payload) throws DecodeException {
        if (payload.peek() != 0xd9 || !payload.skipIf(OPENING)) return NONE;
        var ttl = CODEC.read(payload).ttl();
        return ttl.isPresent() && ttl.getAsLong() >= 0 ? ttl.getAsLong() : NONE;
    }
}
