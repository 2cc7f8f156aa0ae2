package dev.thespis.remote.control;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.cbor.Cbor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// What travels with a request besides the message, to peers that said they know it.
///
/// ```
///  d9 54 48 82             tag 21576 ("TH") around an array of two
///  a1                      a map of as many entries as there are of these:
///  63 74 74 6c 1a …          "ttl", the microseconds that are left until the deadline, in 4 or 8 bytes
///  6b 74 72 … 78 37 …        "traceparent", text of 55 characters
///  6a 74 72 … 79 nnnn …      "tracestate", text
///  …                       the message
/// ```
///
/// The tag is not registered with IANA (RFC 8949, section 9.2, has it among those that are first come, first served). A
/// decoder that does not look for a tag ignores it, and would then find an array: so metadata is not sent to a peer
/// that has not said that it knows it.
///
/// @param ttl microseconds until the caller gives up, from when the frame was written
/// @param traceparent where it belongs in a trace, as W3C Trace Context writes it
/// @param tracestate what else tracing systems want to travel along
public record Metadata(OptionalLong ttl, Optional<String> traceparent, Optional<String> tracestate) {
    /// How a peer says in its hello that it knows metadata.
    public static final String FEATURE = "metadata";

    /// Stands for no remaining time.
    public static final long NONE = -1;

    private static final Codec<Metadata> CODEC = Cbor.codecs().codec(Metadata.class);
    private static final byte[] OPENING = {(byte) 0xd9, 0x54, 0x48, (byte) 0x82};
    private static final byte[] TTL = {0x63, 't', 't', 'l'};
    private static final byte[] SHORT_TTL_ALONE = {
        (byte) 0xd9, 0x54, 0x48, (byte) 0x82, (byte) 0xa1, 0x63, 't', 't', 'l', 0x1a
    };
    private static final byte[] TRACE_PARENT = key("traceparent");
    private static final byte[] TRACE_STATE = key("tracestate");
    private static final Metadata NOTHING = new Metadata(OptionalLong.empty(), Optional.empty(), Optional.empty());

    private static byte[] key(String name) {
        return ((char) (0x60 + name.length()) + name).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Writes what comes before the message.
    ///
    /// @param out where to append
    /// @param remainingMicros at least 1
    public static void write(Output out, long remainingMicros) {
        open(out, 1);
        writeTtl(out, remainingMicros);
    }

    /// Writes what comes before the message, with a trace.
    ///
    /// @param out where to append
    /// @param remainingMicros at least 1, or [#NONE]
    /// @param traceparent 55 characters of ASCII
    /// @param tracestate at most 512 characters of ASCII; left out if empty
    public static void write(Output out, long remainingMicros, String traceparent, String tracestate) {
        open(out, 1 + (remainingMicros == NONE ? 0 : 1) + (tracestate.isEmpty() ? 0 : 1));
        if (remainingMicros != NONE) writeTtl(out, remainingMicros);
        writeText(out, TRACE_PARENT, traceparent);
        if (!tracestate.isEmpty()) writeText(out, TRACE_STATE, tracestate);
    }

    private static void open(Output out, int entries) {
        out.bytes(OPENING, 0, OPENING.length);
        out.int8(0xa0 + entries);
    }

    private static void writeTtl(Output out, long remainingMicros) {
        out.bytes(TTL, 0, TTL.length);
        if (remainingMicros >>> 32 == 0) {
            out.int8(0x1a);
            out.int32((int) remainingMicros);
        } else {
            out.int8(0x1b);
            out.int64(remainingMicros);
        }
    }

    private static void writeText(Output out, byte[] key, String ascii) {
        out.bytes(key, 0, key.length);
        var length = ascii.length();
        if (length < 24) {
            out.int8(0x60 + length);
        } else if (length < 256) {
            out.int8(0x78);
            out.int8(length);
        } else {
            out.int8(0x79);
            out.int16(length);
        }
        out.bytes(ascii.getBytes(StandardCharsets.ISO_8859_1), 0, length);
    }

    /// Reads the metadata that nearly every call has, a remaining time of four bytes and nothing else, and moves on to
    /// the message.
    ///
    /// @param payload at its beginning
    /// @return the time that is left, in microseconds; or [#NONE] if it begins with anything else, and has not moved
    /// @throws DecodeException if it ends within
    public static long readShortTtl(Input payload) throws DecodeException {
        if (payload.peek() != 0xd9 || !payload.skipIf(SHORT_TTL_ALONE)) return NONE;
        return Integer.toUnsignedLong(payload.int32());
    }

    /// Whether metadata comes next.
    ///
    /// @param payload may be moved on
    /// @return what [#read] would begin to read
    public static boolean isNext(Input payload) {
        return payload.peek() == 0xd9 && payload.skipIf(OPENING);
    }

    /// Reads the metadata, if there are any, and moves on to the message.
    ///
    /// @param payload at its beginning
    /// @return what they say, as far as it is known here
    /// @throws DecodeException if what follows the tag is not a map of metadata
    public static Metadata read(Input payload) throws DecodeException {
        if (!isNext(payload)) return NOTHING;
        return CODEC.read(payload);
    }

    /// The time that is left.
    ///
    /// @return in microseconds, or [#NONE]; a negative time is none
    public long remainingMicros() {
        return ttl.isPresent() && ttl.getAsLong() >= 0 ? ttl.getAsLong() : NONE;
    }
}
