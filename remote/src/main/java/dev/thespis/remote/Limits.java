package dev.thespis.remote;

import dev.thespis.wire.FrameLimits;
import java.time.Duration;
import java.util.Objects;

/// What one connection may cost, and how long things may take. All limits are on by default.
///
/// @param frames largest frames that are accepted, and that are skipped and answered; default 4 MiB and 64 MiB
/// @param sendFrameBytes largest frame that is sent, 24 bytes to 2^31-65; default 4 MiB. The other side's own limit
/// holds too
/// @param requests requests that may have arrived and be unfinished at once, 1 to 1,000,000; default 4,096. Beyond it,
/// the
///     connection is not read
/// @param requestBytes bytes of requests that may have arrived and be unfinished at once, 1 to 2^39; default 1 MiB. One
///     larger request goes when nothing else is unfinished
/// @param queueBytes bytes of frames that may wait to be written before senders wait, 1 to 2^30; default 1 MiB
/// @param callDeadline how long a call waits if it does not say; default 60 s
/// @param firstFrame how long one that connects to a server may say nothing; default 10 s
/// @param frameTime how long a frame that has begun may take, whatever its rate; default 30 s
/// @param frameBytesPerSecond rate that is asked of a frame beyond `frameTime`, 0 to 2^30; default 1,024
/// @param pingAfter how long nothing may arrive before a ping; default 30 s
/// @param pongWithin how long the answer to a ping may take; default 20 s
/// @param grace how long calls that came over a connection may go on when it ends; default 0, they are cancelled at
/// once
/// @param halfClose how long calls may go on and be replied to when the other side has only shut down its output;
/// default 10 s
/// @param flush how long the last frames may take to be written, and the other side to close, when this side closes;
///     default 5 s
public record Limits(
        FrameLimits frames,
        long sendFrameBytes,
        int requests,
        long requestBytes,
        int queueBytes,
        Duration callDeadline,
        Duration firstFrame,
        Duration frameTime,
        long frameBytesPerSecond,
        Duration pingAfter,
        Duration pongWithin,
        Duration grace,
        Duration halfClose,
        Duration flush) {
    /// Checks the limits.
    public Limits {
        Objects.requireNonNull(frames, "frames");
        range("sendFrameBytes", sendFrameBytes, 24, Integer.MAX_VALUE - 64);
        range("requests", requests, 1, 1_000_000);
        range("requestBytes", requestBytes, 1, 1L << 39);
        range("queueBytes", queueBytes, 1, 1 << 30);
        range("frameBytesPerSecond", frameBytesPerSecond, 0, 1 << 30);
        positive("callDeadline", callDeadline);
        positive("firstFrame", firstFrame);
        positive("frameTime", frameTime);
        positive("pingAfter", pingAfter);
        positive("pongWithin", pongWithin);
        notNegative("grace", grace);
        notNegative("halfClose", halfClose);
        positive("flush", flush);
    }

    private static void range(String name, long value, long from, long to) {
        if (value < from || value > to)
            throw new IllegalArgumentException(name + "=" + value + ", must be from " + from + " to " + to);
    }

    private static void positive(String name, Duration value) {
        if (value.isZero()) throw new IllegalArgumentException(name + "=" + value + ", must be more than zero");
        notNegative(name, value);
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0)
            throw new IllegalArgumentException(name + "=" + value + ", must be from 0 to 365 days");
    }

    /// The defaults.
    ///
    /// @return as described at each component
    public static Limits defaults() {
        return new Limits(
                new FrameLimits(4 << 20, 64 << 20),
                4 << 20,
                4_096,
                1 << 20,
                1 << 20,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                1_024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    /// The same limits with another `frames`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFrames(FrameLimits value) {
        return new Limits(
                value,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `sendFrameBytes`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withSendFrameBytes(long value) {
        return new Limits(
                frames,
                value,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `requests`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withRequests(int value) {
        return new Limits(
                frames,
                sendFrameBytes,
                value,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `requestBytes`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withRequestBytes(long value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                value,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `queueBytes`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withQueueBytes(int value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                value,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `callDeadline`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withCallDeadline(Duration value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                value,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `firstFrame`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFirstFrame(Duration value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                value,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `frameTime`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFrameTime(Duration value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                value,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `frameBytesPerSecond`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFrameBytesPerSecond(long value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                value,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `pingAfter`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withPingAfter(Duration value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                value,
                pongWithin,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `pongWithin`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withPongWithin(Duration value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                value,
                grace,
                halfClose,
                flush);
    }

    /// The same limits with another `grace`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withGrace(Duration value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                value,
                halfClose,
                flush);
    }

    /// The same limits with another `halfClose`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withHalfClose(Duration value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                value,
                flush);
    }

    /// The same limits with another `flush`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFlush(Duration value) {
        return new Limits(
                frames,
                sendFrameBytes,
                requests,
                requestBytes,
                queueBytes,
                callDeadline,
                firstFrame,
                frameTime,
                frameBytesPerSecond,
                pingAfter,
                pongWithin,
                grace,
                halfClose,
                value);
    }
}
