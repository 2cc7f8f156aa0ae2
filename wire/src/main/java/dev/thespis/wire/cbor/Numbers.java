package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;

/// Integers, floating point numbers and booleans. The generated codecs call these for components of primitive types.
final class Numbers {
    private static final int FLOAT16_NAN = 0x7e00;

    private Numbers() {}

    static void writeLong(Output out, long value) {
        if (value >= 0) Heads.write(out, Heads.UNSIGNED, value);
        else Heads.write(out, Heads.NEGATIVE, ~value);
    }

    static void writeInt(Output out, int value) {
        writeLong(out, value);
    }

    static void writeUnsignedLong(Output out, long value) {
        Heads.write(out, Heads.UNSIGNED, value);
    }

    static void writeUnsignedInt(Output out, int value) {
        writeUnsignedLong(out, Integer.toUnsignedLong(value));
    }

    static void writeUnsignedShort(Output out, int value) {
        writeUnsignedLong(out, value & 0xffff);
    }

    static void writeUnsignedByte(Output out, int value) {
        writeUnsignedLong(out, value & 0xff);
    }

    static void writeBoolean(Output out, boolean value) {
        out.int8(value ? Heads.TRUE : Heads.FALSE);
    }

    /// Writes a number in the shortest of the three formats that has it exactly; each NaN as the one of 16 bits.
    static void writeDouble(Output out, double value) {
        float narrow = (float) value;
        if (narrow == value || Double.isNaN(value)) {
            writeFloat(out, narrow);
        } else {
            out.int8(Heads.FLOAT64);
            out.int64(Double.doubleToRawLongBits(value));
        }
    }

    /// Writes a number in the shorter of two formats that has it exactly; each NaN as the one of 16 bits.
    static void writeFloat(Output out, float value) {
        short narrow = Float.floatToFloat16(value);
        if (Float.isNaN(value)) {
            out.int8(Heads.FLOAT16);
            out.int16(FLOAT16_NAN);
        } else if (Float.float16ToFloat(narrow) == value) {
            out.int8(Heads.FLOAT16);
            out.int16(narrow);
        } else {
            out.int8(Heads.FLOAT32);
            out.int32(Float.floatToRawIntBits(value));
        }
    }

    static long readLong(Input in) throws DecodeException {
        int head = in.uint8();
        if (head < 24) return head;
        head = pastTags(in, head);
        long argument = integer(in, head);
        if (argument < 0) throw outOfRange(in, 64, "signed");
        return Heads.major(head) == Heads.NEGATIVE ? ~argument : argument;
    }

    static int readInt(Input in) throws DecodeException {
        long value = readLong(in);
        if (value != (int) value) throw outOfRange(in, 32, "signed");
        return (int) value;
    }

    static short readShort(Input in) throws DecodeException {
        long value = readLong(in);
        if (value != (short) value) throw outOfRange(in, 16, "signed");
        return (short) value;
    }

    static byte readByte(Input in) throws DecodeException {
        long value = readLong(in);
        if (value != (byte) value) throw outOfRange(in, 8, "signed");
        return (byte) value;
    }

    static long readUnsignedLong(Input in) throws DecodeException {
        return readUnsigned(in, 64);
    }

    static int readUnsignedInt(Input in) throws DecodeException {
        return (int) readUnsigned(in, 32);
    }

    static short readUnsignedShort(Input in) throws DecodeException {
        return (short) readUnsigned(in, 16);
    }

    static byte readUnsignedByte(Input in) throws DecodeException {
        return (byte) readUnsigned(in, 8);
    }

    private static long readUnsigned(Input in, int bits) throws DecodeException {
        int head = Heads.read(in);
        long argument = integer(in, head);
        if (Heads.major(head) == Heads.NEGATIVE || (bits < 64 && argument >>> bits != 0))
            throw outOfRange(in, bits, "unsigned");
        return argument;
    }

    static boolean readBoolean(Input in) throws DecodeException {
        int head = Heads.read(in);
        if (head == Heads.TRUE) return true;
        if (head == Heads.FALSE) return false;
        throw Heads.mismatch(in, "a boolean", head);
    }

    /// Reads a number of any of the three formats, or an integer.
    static double readDouble(Input in) throws DecodeException {
        int head = Heads.read(in);
        return switch (head) {
            case Heads.FLOAT64 -> Double.longBitsToDouble(in.int64());
            case Heads.FLOAT32 -> Float.intBitsToFloat(in.int32());
            case Heads.FLOAT16 -> Float.float16ToFloat((short) in.uint16());
            default -> integerAsDouble(in, head);
        };
    }

    /// Reads a number of any format, rounded if it needs more bits.
    static float readFloat(Input in) throws DecodeException {
        return (float) readDouble(in);
    }

    private static double integerAsDouble(Input in, int head) throws DecodeException {
        if (Heads.major(head) > Heads.NEGATIVE) throw Heads.mismatch(in, "a number", head);
        long argument = integer(in, head);
        // Unsigned: the lowest bit of a large one is folded into the next, so that halving it first rounds as well.
        double value = argument >= 0 ? argument : ((argument >>> 1) | (argument & 1)) * 2.0;
        return Heads.major(head) == Heads.NEGATIVE ? -1 - value : value;
    }

    /// Reads the argument of an integer; for a negative one it is its complement.
    private static long integer(Input in, int head) throws DecodeException {
        if (Heads.major(head) > Heads.NEGATIVE || Heads.isIndefinite(head))
            throw Heads.mismatch(in, "an integer", head);
        return Heads.argument(in, head);
    }

    private static int pastTags(Input in, int head) throws DecodeException {
        if (Heads.major(head) != Heads.TAG) return head;
        Heads.argument(in, head);
        return Heads.read(in);
    }

    private static DecodeException outOfRange(Input in, int bits, String kind) {
        return new DecodeException(
                "the integer before offset " + in.offset() + " does not fit into " + bits + " bits, " + kind);
    }
}
