package dev.thespis.remote;

import dev.thespis.wire.Output;

/// Which of the buffers that frames are collected in are used again: making one for each write would cost more than
/// writing, and keeping large ones holds memory of connections that have become quiet.
///
/// Guarded by the outbox's lock.
final class BufferSizes {
    /// How large a new one is.
    static final int SMALL_BYTES = 256;

    /// Larger ones are not used again.
    private static final int KEPT_BYTES = 512 * 1024;

    /// Nor are those that are so many times as large as the largest write of the last [#EBB_WRITES].
    private static final int EBB_FACTOR = 8;

    private static final int EBB_WRITES = 32;

    private int writes;
    private int mostBytes;
    private int formerMostBytes = KEPT_BYTES;

    /// Whether a buffer that was written is of a size to be used again.
    boolean suits(Output written) {
        mostBytes = Math.max(mostBytes, written.position());
        var suited = Math.clamp((long) Math.max(mostBytes, formerMostBytes) * EBB_FACTOR, SMALL_BYTES, KEPT_BYTES);
        if (++writes >= EBB_WRITES) {
            formerMostBytes = mostBytes;
            mostBytes = 0;
            writes = 0;
        }
        return written.array().length <= suited;
    }
}
