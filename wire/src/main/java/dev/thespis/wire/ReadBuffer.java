package dev.thespis.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// What has arrived and is not consumed yet. Its size follows the traffic.
///
/// It starts small, and doubles whenever a read has filled it to the brim, up to [#BATCH_BYTES]: so many small
/// frames come with one read. Beyond that it grows only while one frame needs it, by doubling too, never at once to
/// the length that the frame claims. Behind a large frame it falls back to [#BATCH_BYTES]; and after [#EBB_FILLS]
/// reads in a row that were small for it, to a size that suits them: the pings of an idle connection are enough to
/// make it small. Where that costs next to nothing, up to [#LITTLE_BYTES], it does so after [#LITTLE_EBB_FILLS]
/// already: what two hellos have left is not to be kept for as long as a connection is idle.
final class ReadBuffer {
    static final int SMALLEST_BYTES = 128;
    static final int BATCH_BYTES = 64 * 1024;

    private static final int EBB_FILLS = 8;
    private static final int LITTLE_BYTES = 1024;
    private static final int LITTLE_EBB_FILLS = 2;
    private static final int EBB_FACTOR = 4;

    private byte[] array = new byte[SMALLEST_BYTES];
    private ByteBuffer view = ByteBuffer.wrap(array);
    private int index;
    private int end;
    private int ebbFills;
    private int ebbBytes;

    byte[] array() {
        return array;
    }

    /// Where the first byte is that is not consumed.
    int index() {
        return index;
    }

    int available() {
        return end - index;
    }

    void consume(int bytes) {
        index += bytes;
    }

    /// Reads once.
    ///
    /// @param pendingBytes how long the frame is of which the bytes at hand are the beginning, as far as is known
    int fill(ReadableByteChannel channel, long pendingBytes) throws IOException {
        compact(capacityFor(pendingBytes));
        if (end == array.length) throw new IllegalStateException("the frames at hand are to be taken first");
        // At most a batch, since channels copy through native memory of the size that they are given.
        view.limit(Math.min(array.length, end + BATCH_BYTES)).position(end);
        int read = channel.read(view);
        end = view.position();
        watchEbb(read);
        return read;
    }

    private int capacityFor(long pendingBytes) {
        int capacity = array.length;
        if (end == capacity) {
            long most = Math.max(BATCH_BYTES, pendingBytes);
            return (int) Math.max(capacity, Math.min(capacity * 2L, most));
        }
        if (capacity > BATCH_BYTES)
            return pendingBytes <= BATCH_BYTES && available() < BATCH_BYTES ? BATCH_BYTES : capacity;
        if (ebbFills < (capacity > LITTLE_BYTES ? EBB_FILLS : LITTLE_EBB_FILLS)) return capacity;
        return Math.min(capacity, powerOfTwoOver(Math.max(available(), ebbBytes * EBB_FACTOR - 1)));
    }

    private static int powerOfTwoOver(int bytes) {
        return Math.max(SMALLEST_BYTES, Integer.highestOneBit(bytes) << 1);
    }

    private void compact(int capacity) {
        if (capacity == array.length && index == 0) return;
        int available = available();
        byte[] from = array;
        if (capacity != array.length) {
            array = new byte[capacity];
            view = ByteBuffer.wrap(array);
            ebbFills = 0;
            ebbBytes = 0;
        }
        System.arraycopy(from, index, array, 0, available);
        index = 0;
        end = available;
    }

    private void watchEbb(int read) {
        if (read > array.length / EBB_FACTOR) {
            ebbFills = 0;
            ebbBytes = 0;
        } else {
            ebbFills++;
            ebbBytes = Math.max(ebbBytes, read);
        }
    }
}
