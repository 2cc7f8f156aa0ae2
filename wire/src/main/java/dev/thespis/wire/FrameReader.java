package dev.thespis.wire;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/// Finds the frames in a stream of bytes: fill, then take every frame that is complete, then fill again.
///
/// Not safe for use by several threads. The buffer is small while frames are, grows in proportion to the bytes that
/// have really arrived, and shrinks again when traffic ebbs.
public interface FrameReader {
    /// What [#next] found.
    enum Step {
        /// A frame is at hand: look at it with the accessors.
        FRAME,
        /// A frame over the limit was recognised by its header; its payload is being skipped. Ids and length are at
        /// hand.
        OVERSIZE,
        /// No complete frame is left; fill.
        MORE
    }

    /// Reads once from the channel, as many bytes as it gives and there is room for.
    ///
    /// Blocks as the channel does. What [#payload] gave before is no longer valid.
    ///
    /// @param channel where to read
    /// @return how many bytes were read, or -1 at the end of the stream
    /// @throws IOException if the channel throws it
    /// @throws IllegalStateException if there is no room left, since frames at hand were not taken with [#next]
    int fill(ReadableByteChannel channel) throws IOException;

    /// Goes on to the next frame.
    ///
    /// @return what is at hand now
    /// @throws CorruptFrameException if the bytes are no frame; nothing more can be read from this stream
    Step next() throws CorruptFrameException;

    /// Whether a frame has begun and is not complete.
    ///
    /// @return false between two frames
    boolean partial();

    /// Whether a frame has begun, is to be handed out when it is complete, and its header has come: its ids and its
    /// length are at hand already.
    ///
    /// @return false between two frames, and while one is skipped
    boolean begun();

    /// The service id of the frame at hand.
    ///
    /// @return as in the header
    long serviceId();

    /// The connection id of the frame at hand.
    ///
    /// @return as in the header
    long connectionId();

    /// The length of the frame at hand.
    ///
    /// @return in bytes, header included
    long frameBytes();

    /// The payload of the frame at hand, in place: valid until the next [#fill].
    ///
    /// @return the same object at every call, reset to the payload of the frame at hand
    Input payload();
}
