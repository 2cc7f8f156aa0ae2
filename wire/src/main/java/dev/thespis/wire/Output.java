package dev.thespis.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A growing array of bytes to write to. Numbers go out in network order (big-endian).
///
/// *Threading.* Not safe for use by several threads.
public final class Output {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 64;

    /// What an output without room grows to: frames are seldom shorter.
    private static final long FIRST_BYTES = 64;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// Thrown when what is written would go beyond the limit that was set. Has neither a stack trace nor a message: it
    /// is a way to stop a codec, not an error.
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Full() {
            super(null, null, false, false);
        }
    }

    private byte[] array;
    private final @Nullable Object context;
    private int position;
    private int limit = LARGEST_ARRAY;

    /// Makes an empty output.
    ///
    /// @param capacityBytes room to begin with
    public Output(int capacityBytes) {
        array = new byte[capacityBytes];
        context = null;
    }

    /// Makes an empty output for a certain destination.
    ///
    /// @param capacityBytes room to begin with
    /// @param context what codecs may need to know of where the bytes go
    public Output(int capacityBytes, Object context) {
        this.array = new byte[capacityBytes];
        this.context = context;
    }

    /// What codecs may need to know of where the bytes go.
    ///
    /// @return what it was made with
    public @Nullable Object context() {
        return context;
    }

    /// The bytes, from index 0 to [#position()] exclusively.
    ///
    /// @return the array itself; another one after growth
    public byte[] array() {
        return array;
    }

    /// How many bytes were written.
    ///
    /// @return the index of the next byte
    public int position() {
        return position;
    }

    /// Cuts back to, or goes on from, a position.
    ///
    /// @param position at most the capacity
    public void position(int position) {
        if (position < 0 || position > array.length)
            throw new IllegalArgumentException("position=" + position + ", capacity=" + array.length);
        this.position = position;
    }

    /// Does not grow beyond a position from now on: a codec that would need more room is stopped by [Full]. Room
    /// that is there already is used all the same.
    ///
    /// @param position the largest capacity to grow to
    public void limit(int position) {
        limit = position;
    }

    /// Grows as needed again.
    public void noLimit() {
        limit = LARGEST_ARRAY;
    }

    /// Copies bytes in.
    ///
    /// @param source where to copy from
    /// @param offset index of the first byte
    /// @param length how many bytes
    public void bytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, array, position, length);
        position += length;
    }

    /// Appends one byte.
    ///
    /// @param value its low 8 bits count
    public void int8(int value) {
        reserve(1);
        array[position++] = (byte) value;
    }

    /// Appends two bytes.
    ///
    /// @param value its low 16 bits count
    public void int16(int value) {
        reserve(2);
        SHORTS.set(array, position, (short) value);
        position += 2;
    }

    /// Appends four bytes.
    ///
    /// @param value what to write
    public void int32(int value) {
        reserve(4);
        INTS.set(array, position, value);
        position += 4;
    }

    /// Appends eight bytes.
    ///
    /// @param value what to write
    public void int64(long value) {
        reserve(8);
        LONGS.set(array, position, value);
        position += 8;
    }

    /// Makes room, so that as many bytes can be written to [#array()] directly.
    ///
    /// @param bytes how many
    /// @throws EncodeException if an array can't be that large
    /// @throws Full if that is beyond the [#limit(int)]
    public void reserve(int bytes) {
        if (array.length - position < bytes) grow(bytes);
    }

    private void grow(int bytes) {
        long needed = (long) position + bytes;
        if (needed > limit && limit < LARGEST_ARRAY) throw new Full();
        if (needed > LARGEST_ARRAY) throw new EncodeException("over " + LARGEST_ARRAY + " bytes");
        long more = Math.max(FIRST_BYTES, Math.min(array.length * 2L, LARGEST_ARRAY));
        array = Arrays.copyOf(array, (int) Math.max(needed, more));
    }
}
