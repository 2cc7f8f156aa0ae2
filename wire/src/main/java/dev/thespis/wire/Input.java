package dev.thespis.wire;

/// A range of an array of bytes to read from. Not safe for use by several threads.
public final class Input {
    private byte[] array;
    private int position;
    private int limit;

    /// Makes an input over a range.
    ///
    /// @param array where to read
    /// @param offset index of the first byte
    /// @param length how many bytes
    public Input(byte[] array, int offset, int length) {
        this.array = array;
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
        this.position = offset;
        this.limit = offset + length;
    }

    /// How many bytes are left.
    ///
    /// @return 0 at the end
    public int remaining() {
        return limit - position;
    }

    /// Copies what is left, without moving on.
    ///
    /// @return a new array
    public byte[] toByteArray() {
        return java.util.Arrays.copyOfRange(array, position, limit);
    }
}
