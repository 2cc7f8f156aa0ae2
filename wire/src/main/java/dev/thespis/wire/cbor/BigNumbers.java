package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Numbers of any size: bignums (RFC 8949, section 3.4.3; tags 2 and 3) where 64 bits and a sign don't suffice, and
/// decimal fractions (section 3.4.4; tag 4).
final class BigNumbers {
    private static final int TAG_POSITIVE = 2;
    private static final int TAG_NEGATIVE = 3;
    private static final int TAG_DECIMAL = 4;

    private BigNumbers() {}

    static void writeInteger(Output out, BigInteger value) {
        boolean negative = value.signum() < 0;
        BigInteger argument = negative ? value.not() : value;
        if (argument.bitLength() <= 64) {
            Heads.write(out, negative ? Heads.NEGATIVE : Heads.UNSIGNED, argument.longValue());
        } else {
            Heads.write(out, Heads.TAG, negative ? TAG_NEGATIVE : TAG_POSITIVE);
            byte[] bytes = argument.toByteArray();
            int leadingZeros = bytes[0] == 0 ? 1 : 0;
            Heads.write(out, Heads.BYTES, bytes.length - leadingZeros);
            out.bytes(bytes, leadingZeros, bytes.length - leadingZeros);
        }
    }

    static BigInteger readInteger(Input in) throws DecodeException {
        long tag = -1;
        int head = in.uint8();
        while (Heads.major(head) == Heads.TAG) {
            tag = Heads.argument(in, head);
            head = in.uint8();
        }
        boolean bignum = Heads.major(head) == Heads.BYTES && (tag == TAG_POSITIVE || tag == TAG_NEGATIVE);
        if (!bignum && Heads.major(head) > Heads.NEGATIVE) throw Heads.mismatch(in, "an integer", head);
        BigInteger argument =
                bignum ? new BigInteger(1, Bytes.readBytes(in, head)) : unsigned(Heads.argument(in, head));
        boolean negative = bignum ? tag == TAG_NEGATIVE : Heads.major(head) == Heads.NEGATIVE;
        return negative ? argument.not() : argument;
    }

    private static BigInteger unsigned(long bits) {
        BigInteger low = BigInteger.valueOf(bits & Long.MAX_VALUE);
        return bits < 0 ? low.setBit(63) : low;
    }

    static void writeDecimal(Output out, BigDecimal value) {
        Heads.write(out, Heads.TAG, TAG_DECIMAL);
        Heads.write(out, Heads.ARRAY, 2);
        Numbers.writeLong(out, -(long) value.scale());
        writeInteger(out, value.unscaledValue());
    }

    static BigDecimal readDecimal(Input in) throws DecodeException {
        int head = Heads.read(in);
        if (Heads.major(head) != Heads.ARRAY) throw Heads.mismatch(in, "an exponent and a mantissa in an array", head);
        int count = Heads.count(in, head);
        if (!Heads.more(in, count, 0)) throw wrongCount(in);
        long scale = -Numbers.readLong(in);
        if (scale != (int) scale)
            throw new DecodeException("the exponent before offset " + in.offset() + " is out of range");
        if (!Heads.more(in, count, 1)) throw wrongCount(in);
        BigInteger mantissa = readInteger(in);
        if (Heads.more(in, count, 2)) throw wrongCount(in);
        return new BigDecimal(mantissa, (int) scale);
    }

    private static DecodeException wrongCount(Input in) {
        return new DecodeException("a decimal is an array of two, unlike that before offset " + in.offset());
    }
}
