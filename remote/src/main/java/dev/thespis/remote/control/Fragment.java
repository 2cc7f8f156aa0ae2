package dev.thespis.remote.control;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;

/// A piece of a frame that is too long to be written at once: a frame of the service `thespis :: Fragment`, whose
/// connection id is the number of the *row* that it belongs to.
///
/// ```
///  59 nn nn  …     a byte string of definite length, and nothing else
/// ```
///
/// The byte strings of a row, one after the other, are a frame with its header; an empty one gives the row up.
public final class Fragment {
    /// How a peer says in its hello that it puts fragments together.
    public static final String FEATURE = "fragments";

    /// How much longer the frame of a fragment is than the piece that it carries: 24 bytes of its header, and 3 or 5 of
    /// the byte string's.
    public static final int OVERHEAD_BYTES = 24 + 5;

    private static final int BYTES_HEAD = 0x40;

    private Fragment() {}

    /// Appends the byte string of a piece.
    ///
    /// @param out where to append
    /// @param frame has the piece
    /// @param offset where it begins
    /// @param length how long it is, from 0
    public static void write(Output out, byte[] frame, int offset, int length) {
        if (length < 24) {
            out.int8(BYTES_HEAD | length);
        } else if (length < 1 << 8) {
            out.int8(BYTES_HEAD | 24);
            out.int8(length);
        } else if (length < 1 << 16) {
            out.int8(BYTES_HEAD | 25);
            out.int16(length);
        } else {
            out.int8(BYTES_HEAD | 26);
            out.int32(length);
        }
        out.bytes(frame, offset, length);
    }

    /// Reads the head of the byte string, and moves to its first byte.
    ///
    /// @param payload at its beginning
    /// @return how long it is: as much as is left
    /// @throws DecodeException if it is no byte string of definite length, or something comes after it
    public static int read(Input payload) throws DecodeException {
        var head = payload.uint8();
        var length = switch (head - BYTES_HEAD) {
            case 24 -> payload.uint8();
            case 25 -> payload.uint16();
            case 26 -> payload.int32();
            default -> head - BYTES_HEAD;
        };
        if (head < BYTES_HEAD || head > BYTES_HEAD + 26 || length != payload.remaining())
            throw new DecodeException("a fragment is one byte string of definite length and nothing else");
        return length;
    }
}
