package dev.thespis.remote;

import java.time.Duration;
import java.time.Instant;

/// What a connection has carried so far, and what is under way on it: numbers that are always kept.
///
/// *Guarantees.* Each number is right at some moment while [Peer#stats()] runs, and none that counts in all ever
/// decreases. They are not of one moment: a call may be counted as sent and not yet as in flight, say.
///
/// @param since when the connection began
/// @param sent frames that were accepted for writing
/// @param received frames that have arrived
/// @param outgoing requests of this side
/// @param incoming requests of the other side
/// @param trip how long it takes to the other side and back
/// @param given addresses that the other side holds
/// @param held addresses of the other side that this side holds
/// @param errors how many events [PeerEvent.Failed] there were
public record PeerStats(
        Instant since,
        Frames sent,
        Frames received,
        Outgoing outgoing,
        Incoming incoming,
        Trip trip,
        int given,
        int held,
        long errors) {
    /// What went one way.
    ///
    /// @param calls requests that are to be answered
    /// @param sends one-way requests
    /// @param replies answers with a result
    /// @param errors answers, and other frames, that tell of an error
    /// @param control frames of the peers themselves: credit, offers, pings and the like
    /// @param bytes all frames together, headers included
    public record Frames(long calls, long sends, long replies, long errors, long control, long bytes) {}

    /// Requests of this side.
    ///
    /// @param calls that are written and not answered, those included that their callers have given up
    /// @param waiting requests that wait for credit or room
    /// @param waits how many have waited so far
    /// @param waited how long all of them together have waited, those that still wait not included
    /// @param unwrittenBytes accepted and not yet written
    /// @param window what the other side lets this one have unfinished
    public record Outgoing(int calls, int waiting, long waits, Duration waited, long unwrittenBytes, Window window) {}

    /// Requests of the other side.
    ///
    /// @param calls that have arrived and are not answered
    /// @param requests calls and sends whose handlers have not ended
    /// @param parked those of them that wait for a permit, or behind one that does
    /// @param bytes of their frames
    /// @param window what this side lets the other one have unfinished
    public record Incoming(int calls, int requests, int parked, long bytes, Window window) {}

    /// How much of a window is in use, as far as the side knows that sends.
    ///
    /// @param messages in use, of all services together
    /// @param messagesPerService how many a service may have in use; 0 if there are no windows, as with a legacy peer
    /// @param bytes in use
    /// @param bytesInAll how many may be in use; 0 if there are no windows
    public record Window(long messages, long messagesPerService, long bytes, long bytesInAll) {
        static final Window NONE = new Window(0, 0, 0, 0);
    }

    /// The round-trip time, as pings have measured it that were sent anyway, or by [Peer#ping].
    ///
    /// @param last zero before the first pong
    /// @param smoothed moving average, in which the last one counts an eighth, as in RFC 6298; zero before the first
    public record Trip(Duration last, Duration smoothed) {}
}
