package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import org.jspecify.annotations.Nullable;

/// A boxed integer of 8, 16, 32 or 64 bits, signed or not.
final class IntegerNode extends Node {
    private final int bits;
    private final boolean unsigned;

    IntegerNode(int bits, boolean unsigned) {
        this.bits = bits;
        this.unsigned = unsigned;
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        long number = ((Number) present(value)).longValue();
        if (unsigned) Numbers.writeUnsignedLong(out, number & (-1L >>> (64 - bits)));
        else Numbers.writeLong(out, number);
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        return switch (bits) {
            case 8 -> unsigned ? Numbers.readUnsignedByte(in) : Numbers.readByte(in);
            case 16 -> unsigned ? Numbers.readUnsignedShort(in) : Numbers.readShort(in);
            case 32 -> unsigned ? Numbers.readUnsignedInt(in) : Numbers.readInt(in);
            default -> unsigned ? Numbers.readUnsignedLong(in) : Numbers.readLong(in);
        };
    }
}
