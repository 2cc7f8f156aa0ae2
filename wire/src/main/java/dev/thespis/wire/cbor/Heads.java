package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;

/// The head of an item (RFC 8949, section 3): a byte of three bits for the major type and five for the argument, and up
/// to eight bytes for an argument of 24 or more.
///
/// ```
///  initial byte   7..5 major type, 4..0 additional information
///                      0..23 the argument itself; 24, 25, 26, 27: it follows in 1, 2, 4, 8 bytes, big-endian
///                      28, 29, 30 reserved; 31 indefinite length, or, with major type 7, the break that ends one
/// ```
final class Heads {
    static final int UNSIGNED = 0 << 5;
    static final int NEGATIVE = 1 << 5;
    static final int BYTES = 2 << 5;
    static final int TEXT = 3 << 5;
    static final int ARRAY = 4 << 5;
    static final int MAP = 5 << 5;
    static final int TAG = 6 << 5;
    static final int SIMPLE = 7 << 5;

    static final int FALSE = SIMPLE | 20;
    static final int TRUE = SIMPLE | 21;
    static final int NULL = SIMPLE | 22;
    static final int UNDEFINED = SIMPLE | 23;
    static final int SIMPLE_BYTE = SIMPLE | 24;
    static final int FLOAT16 = SIMPLE | 25;
    static final int FLOAT32 = SIMPLE | 26;
    static final int FLOAT64 = SIMPLE | 27;
    static final int BREAK = SIMPLE | 31;

    /// What [#count] returns for an indefinite length.
    static final int INDEFINITE = -1;

    private static final int MAJOR = 0b111_00000;
    private static final int INFORMATION = 0b000_11111;

    private Heads() {}

    static int major(int head) {
        return head & MAJOR;
    }

    static boolean isIndefinite(int head) {
        return (head & INFORMATION) == INFORMATION;
    }

    /// Writes a head in the fewest bytes.
    ///
    /// @param argument unsigned
    static void write(Output out, int major, long argument) {
        if (argument >= 0 && argument < 24) {
            out.int8(major | (int) argument);
        } else if (argument >>> 8 == 0) {
            out.int16((major | 24) << 8 | (int) argument);
        } else if (argument >>> 16 == 0) {
            out.int8(major | 25);
            out.int16((int) argument);
        } else if (argument >>> 32 == 0) {
            out.int8(major | 26);
            out.int32((int) argument);
        } else {
            out.int8(major | 27);
            out.int64(argument);
        }
    }

    /// Reads the initial byte of the next item, past all tags before it.
    static int read(Input in) throws DecodeException {
        int head = in.uint8();
        while (major(head) == TAG) {
            argument(in, head);
            head = in.uint8();
        }
        return head;
    }

    /// Reads the argument that follows an initial byte.
    ///
    /// @return unsigned
    static long argument(Input in, int head) throws DecodeException {
        int information = head & INFORMATION;
        if (information < 24) return information;
        return switch (information) {
            case 24 -> in.uint8();
            case 25 -> in.uint16();
            case 26 -> Integer.toUnsignedLong(in.int32());
            case 27 -> in.int64();
            default -> throw malformed(in, head);
        };
    }

    /// Reads the length of a string or the count of an array's elements or of a map's entries. No claim is believed
    /// that the bytes at hand can't fulfil.
    ///
    /// @return the count, or [#INDEFINITE]
    static int count(Input in, int head) throws DecodeException {
        if (isIndefinite(head)) return INDEFINITE;
        long argument = argument(in, head);
        int perEntry = major(head) == MAP ? 2 : 1;
        if (Long.compareUnsigned(argument, in.remaining() / perEntry) > 0)
            throw new DecodeException("the input ends early: " + Long.toUnsignedString(argument) + " items claimed, "
                    + in.remaining() + " bytes left at offset " + in.offset());
        return (int) argument;
    }

    /// Whether there is one more element.
    ///
    /// @param count what [#count] returned
    /// @param done how many there were
    static boolean more(Input in, int count, int done) throws DecodeException {
        if (count != INDEFINITE) return done < count;
        if (in.peek() != BREAK) return true;
        in.skip(1);
        return false;
    }

    /// Takes a null if it is the next item, tagged or not.
    static boolean takeNull(Input in) throws DecodeException {
        int next = in.peek();
        if (next == NULL || next == UNDEFINED) {
            in.skip(1);
            return true;
        }
        if (next < TAG || major(next) != TAG) return false;
        int start = in.offset();
        int head = read(in);
        if (head == NULL || head == UNDEFINED) return true;
        in.offset(start);
        return false;
    }

    /// Tells that an item is of another type than expected.
    ///
    /// @param head the initial byte, just read
    static DecodeException mismatch(Input in, String expected, int head) {
        if ((head & INFORMATION) >= 28 && !(isIndefinite(head) && major(head) >= BYTES)) return malformed(in, head);
        return new DecodeException(
                "expected " + expected + ", found " + describe(head) + " at offset " + (in.offset() - 1));
    }

    private static DecodeException malformed(Input in, int head) {
        return new DecodeException(
                "no item begins with the byte 0x" + Integer.toHexString(head) + ", before offset " + in.offset());
    }

    private static String describe(int head) {
        return switch (major(head)) {
            case UNSIGNED, NEGATIVE -> "an integer";
            case BYTES -> "bytes";
            case TEXT -> "text";
            case ARRAY -> "an array";
            case MAP -> "a map";
            case TAG -> "a tag";
            default ->
                switch (head) {
                    case FALSE, TRUE -> "a boolean";
                    case NULL, UNDEFINED -> "null";
                    case FLOAT16, FLOAT32, FLOAT64 -> "a floating point number";
                    case BREAK -> "a break";
                    default -> "an unassigned simple value";
                };
        };
    }
}
