package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/// An array of a primitive type.
final class PrimitiveArrayNode extends Node {
    private static final int FIRST_CAPACITY = 10;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 64;

    private final Class<?> element;
    private final boolean unsigned;

    PrimitiveArrayNode(Class<?> element, boolean unsigned) {
        this.element = element;
        this.unsigned = unsigned;
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        Heads.write(out, Heads.ARRAY, Array.getLength(present(value)));
        switch (present(value)) {
            case boolean[] array -> {
                for (boolean each : array) Numbers.writeBoolean(out, each);
            }
            case byte[] array -> {
                for (byte each : array) Numbers.writeInt(out, unsigned ? each & 0xff : each);
            }
            case short[] array -> {
                for (short each : array) Numbers.writeInt(out, unsigned ? each & 0xffff : each);
            }
            case int[] array -> {
                for (int each : array) Numbers.writeLong(out, unsigned ? Integer.toUnsignedLong(each) : each);
            }
            case long[] array -> {
                for (long each : array)
                    if (unsigned) Numbers.writeUnsignedLong(out, each);
                    else Numbers.writeLong(out, each);
            }
            case char[] array -> {
                for (char each : array) Text.writeChar(out, each);
            }
            case float[] array -> {
                for (float each : array) Numbers.writeFloat(out, each);
            }
            case double[] array -> {
                for (double each : array) Numbers.writeDouble(out, each);
            }
            default -> throw new ClassCastException(value + " is no array of a primitive type");
        }
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        int head = Heads.read(in);
        if (Heads.major(head) != Heads.ARRAY) throw Heads.mismatch(in, "an array", head);
        int count = Heads.count(in, head);
        Object array = Array.newInstance(element, Math.clamp(count, 0, FIRST_CAPACITY));
        int i = 0;
        try {
            for (; Heads.more(in, count, i); i++) {
                if (i == Array.getLength(array)) array = resized(array, i, (int) Math.min(i * 2L + 1, LARGEST_ARRAY));
                readElement(in, array, i);
            }
        } catch (DecodeException e) {
            throw e.within("[" + i + "]");
        }
        return Array.getLength(array) == i ? array : resized(array, i, i);
    }

    private void readElement(Input in, Object array, int i) throws DecodeException {
        switch (array) {
            case boolean[] booleans -> booleans[i] = Numbers.readBoolean(in);
            case byte[] bytes -> bytes[i] = unsigned ? Numbers.readUnsignedByte(in) : Numbers.readByte(in);
            case short[] shorts -> shorts[i] = unsigned ? Numbers.readUnsignedShort(in) : Numbers.readShort(in);
            case int[] ints -> ints[i] = unsigned ? Numbers.readUnsignedInt(in) : Numbers.readInt(in);
            case long[] longs -> longs[i] = unsigned ? Numbers.readUnsignedLong(in) : Numbers.readLong(in);
            case char[] chars -> chars[i] = Text.readChar(in);
            case float[] floats -> floats[i] = Numbers.readFloat(in);
            case double[] doubles -> doubles[i] = Numbers.readDouble(in);
            default -> throw new ClassCastException(array + " is no array of a primitive type");
        }
    }

    private Object resized(Object array, int length, int capacity) {
        Object copy = Array.newInstance(element, capacity);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }
}
