package dev.thespis.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A range of an array of bytes to read from. Numbers are in network order (big-endian). Nothing outside the range can
/// be read.
///
/// *Threading.* Not safe for use by several threads.
public final class Input {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int start;
    private int position;
    private int limit;
    private @Nullable Object context;

    /// Makes an input over a range.
    ///
    /// @param array where to read
    /// @param offset index of the first byte
    /// @param length how many bytes
    public Input(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        this.array = array;
        this.start = offset;
        this.position = offset;
        this.limit = offset + length;
    }

    /// Starts anew over a range.
    ///
    /// @param newArray where to read
    /// @param offset index of the first byte
    /// @param length how many bytes
    void reset(byte[] newArray, int offset, int length) {
        this.array = newArray;
        this.start = offset;
        this.position = offset;
        this.limit = offset + length;
    }

    /// What codecs may need to know of where the bytes come from.
    ///
    /// @return what was set last
    public @Nullable Object context() {
        return context;
    }

    /// Sets what codecs may need to know of where the bytes come from.
    ///
    /// @param newContext kept until another one is set
    public void context(Object newContext) {
        context = newContext;
    }

    /// How many bytes are left.
    ///
    /// @return 0 at the end
    public int remaining() {
        return limit - position;
    }

    /// How many bytes of the range lie behind.
    ///
    /// @return 0 at the beginning
    public int offset() {
        return position - start;
    }

    /// Goes back to, or on from, an offset.
    ///
    /// @param offset what [#offset()] returned
    public void offset(int offset) {
        if (offset < 0 || offset > limit - start)
            throw new IllegalArgumentException("offset=" + offset + ", length=" + (limit - start));
        position = start + offset;
    }

    /// Copies what is left, without moving on.
    ///
    /// @return a new array
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, position, limit);
    }

    /// Appends what is left to an output, and moves to the end.
    ///
    /// @param out where to append
    public void copyTo(Output out) {
        out.bytes(array, position, limit - position);
        position = limit;
    }

    /// Copies as much of what is left as fits, and moves behind it.
    ///
    /// @param target where to copy to
    /// @return how many bytes
    public int copyTo(ByteBuffer target) {
        int length = Math.min(limit - position, target.remaining());
        target.put(array, position, length);
        position += length;
        return length;
    }

    /// Looks at the next byte, without moving on.
    ///
    /// @return from 0 to 255, or -1 at the end
    public int peek() {
        return position < limit ? array[position] & 0xff : -1;
    }

    /// Moves behind the given bytes, if they are the next.
    ///
    /// @param expected the bytes
    /// @return whether they were there; if not, nothing has moved
    public boolean skipIf(byte[] expected) {
        int length = expected.length;
        if (limit - position < length) return false;
        // In words of eight, since keys are short and Arrays.equals has its price per call.
        int at = 0;
        for (; at + 8 <= length; at += 8)
            if ((long) LONGS.get(array, position + at) != (long) LONGS.get(expected, at)) return false;
        for (; at < length; at++) if (array[position + at] != expected[at]) return false;
        position += length;
        return true;
    }

    /// Moves on.
    ///
    /// @param length how many bytes
    /// @throws DecodeException if fewer are left
    public void skip(int length) throws DecodeException {
        require(length);
        position += length;
    }

    /// Reads one byte.
    ///
    /// @return from 0 to 255
    /// @throws DecodeException at the end
    public int uint8() throws DecodeException {
        require(1);
        return array[position++] & 0xff;
    }

    /// Reads two bytes.
    ///
    /// @return from 0 to 65535
    /// @throws DecodeException if fewer are left
    public int uint16() throws DecodeException {
        require(2);
        int value = (short) SHORTS.get(array, position) & 0xffff;
        position += 2;
        return value;
    }

    /// Reads four bytes.
    ///
    /// @return all 32 bits
    /// @throws DecodeException if fewer are left
    public int int32() throws DecodeException {
        require(4);
        int value = (int) INTS.get(array, position);
        position += 4;
        return value;
    }

    /// Reads eight bytes.
    ///
    /// @return all 64 bits
    /// @throws DecodeException if fewer are left
    public long int64() throws DecodeException {
        require(8);
        long value = (long) LONGS.get(array, position);
        position += 8;
        return value;
    }

    /// Reads bytes.
    ///
    /// @param length how many
    /// @return a copy
    /// @throws DecodeException if fewer are left
    public byte[] bytes(int length) throws DecodeException {
        require(length);
        byte[] copy = Arrays.copyOfRange(array, position, position + length);
        position += length;
        return copy;
    }

    /// Reads text.
    ///
    /// @param length how many bytes
    /// @return the text
    /// @throws DecodeException if fewer are left, or they are not valid UTF-8
    public String utf8(int length) throws DecodeException {
        if (length == 0) return "";
        require(length);
        String text = new String(array, position, length, StandardCharsets.UTF_8);
        // The decoder replaces what is malformed by U+FFFD. So only where there is one can anything be wrong, and the
        // bytes tell whether it was sent as such. Text in Latin-1 has none: the search ends at once.
        if (text.indexOf('\uFFFD') >= 0 && !encodesTo(text, length))
            throw new DecodeException("invalid UTF-8 in the text at offset " + offset());
        position += length;
        return text;
    }

    private boolean encodesTo(String text, int length) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(encoded, 0, encoded.length, array, position, position + length);
    }

    private void require(int bytes) throws DecodeException {
        if (bytes < 0 || limit - position < bytes) throw tooShort();
    }

    private DecodeException tooShort() {
        return new DecodeException("the input ends early, at offset " + (limit - start));
    }
}
