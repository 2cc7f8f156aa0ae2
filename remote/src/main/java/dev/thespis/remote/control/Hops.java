package dev.thespis.remote.control;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;

/// How many relays and topics have passed a request on, so that one that goes in circles is found.
///
/// ```
///  d9 54 49 82     tag 21577 ("TI") around an array of two
///  nn              how many: 1 to 23
///  …               what was passed on: the metadata, if there are any, and the message
/// ```
///
/// Written by relays and topics, to peers that know metadata. As for the tag, see [Metadata].
public final class Hops {
    private static final byte[] OPENING = {(byte) 0xd9, 0x54, 0x49, (byte) 0x82};
    private static final int MOST = 23;

    private Hops() {}

    /// Writes what comes before all else.
    ///
    /// @param out where to append
    /// @param count 1 to 23
    public static void write(Output out, int count) {
        out.bytes(OPENING, 0, OPENING.length);
        out.int8(count);
    }

    /// Whether a count comes next.
    ///
    /// @param payload may be moved on
    /// @return what [#read] would begin to read
    public static boolean isNext(Input payload) {
        return payload.peek() == 0xd9 && payload.skipIf(OPENING);
    }

    /// Reads the count, if there is one, and moves on to what was passed on.
    ///
    /// @param payload at its beginning
    /// @return 0 if no relay has counted
    /// @throws DecodeException if what follows the tag is no such count
    public static int read(Input payload) throws DecodeException {
        if (!isNext(payload)) return 0;
        var count = payload.uint8();
        if (count < 1 || count > MOST) throw new DecodeException("hops=" + count + ", must be from 1 to " + MOST);
        return count;
    }
}
