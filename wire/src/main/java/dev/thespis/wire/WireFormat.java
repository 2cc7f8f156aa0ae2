package dev.thespis.wire;

/// How frames are laid out in bytes.
public interface WireFormat {
    /// Makes a reader for one stream of frames.
    ///
    /// @param limits the largest frames that it hands out and that it skips
    /// @return a new reader
    FrameReader reader(FrameLimits limits);

    /// Makes a writer. It has no state and may be shared.
    ///
    /// @param maxFrameBytes the largest frame to write, header included
    /// @return a writer
    FrameWriter writer(long maxFrameBytes);
}
