package dev.thespis.wire;

/// Writes frames around payloads that are written in place: begin, write the payload to the same output, end.
public interface FrameWriter {
    /// Starts a frame at the end of the output.
    ///
    /// @param out where to append
    /// @param serviceId see [ServiceId]; 0 for errors, all ones for replies
    /// @param connectionId 0 for a send, otherwise the call's
    /// @return the position where the frame starts, for [#end]
    int begin(Output out, long serviceId, long connectionId);

    /// Ends the frame that starts there: fills in what was not known before.
    ///
    /// @param out what was given to [#begin]
    /// @param start what [#begin] returned
    /// @throws FrameTooLargeException if the frame exceeds the limit; the output is cut back to the start
    void end(Output out, int start) throws FrameTooLargeException;
}
