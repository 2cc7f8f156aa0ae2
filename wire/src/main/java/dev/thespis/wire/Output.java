package dev.thespis.wire;

import java.util.Arrays;

/// A growing array of bytes to write to. Not safe for use by several threads.
public final class Output {
    private byte[] array;
    private int position;

    /// Makes an empty output.
    ///
    /// @param capacityBytes room to begin with
    public Output(int capacityBytes) {
        array = new byte[capacityBytes];
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

    /// Makes room, so that as many bytes can be written without growth.
    ///
    /// @param bytes how many
    void reserve(int bytes) {
        if (array.length - position < bytes)
            array = Arrays.copyOf(array, Math.max(Math.addExact(position, bytes), (int)
                    Math.min(array.length * 2L, Integer.MAX_VALUE - 64)));
    }
}
