package dev.thespis.wire;

/// How large the frames that arrive may be, headers included, in bytes.
///
/// @param acceptBytes up to here a frame is handed out
/// @param skipBytes up to here a larger frame is skipped and reported; beyond it the stream is corrupt
public record FrameLimits(long acceptBytes, long skipBytes) {
    /// Checks the limits.
    public FrameLimits {
        if (acceptBytes < 24 || acceptBytes > Integer.MAX_VALUE - 64)
            throw new IllegalArgumentException("acceptBytes=" + acceptBytes + ", must be from 24 to 2^31-65");
        if (skipBytes < acceptBytes)
            throw new IllegalArgumentException("skipBytes=" + skipBytes + " is under acceptBytes=" + acceptBytes);
    }
}
