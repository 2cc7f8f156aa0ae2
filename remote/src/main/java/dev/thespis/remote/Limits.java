package dev.thespis.remote;

import dev.thespis.wire.FrameLimits;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/// What one connection may cost, and how long things may take. All limits are on by default.
///
/// @param frames largest frames that are accepted, and that are skipped and answered; default 4 MiB and 64 MiB
/// @param sendFrameBytes largest frame that is sent, 24 bytes to 2^31-65; default 4 MiB. The other side's own limit
/// holds too
/// @param windowMessages requests of one service that the other side may have unfinished here, 1 to 1,000,000; default
/// 4,096
/// @param windowBytes bytes of requests that it may have unfinished here before it has to wait, 1 to 2^39; default 1
/// MiB. One frame may go beyond it; a longer request takes nothing of it if both sides know fragments
/// @param requests requests of a legacy peer that may have arrived and be unfinished at once, 1 to 1,000,000; default
/// 4,096. Beyond it, the connection is not read
/// @param requestBytes bytes of requests of a legacy peer that may have arrived and be unfinished at once, 1 to 2^39;
/// default 1 MiB. One larger request goes when nothing else is unfinished
/// @param queueBytes bytes of frames that may wait to be written before senders wait, 1 to 2^30; default 1 MiB
/// @param replyBytes bytes that may wait to be written before replies are replaced by errors, 1 to 2^30; default 64 MiB
/// @param controlFrames control frames that the other side may send in a second, credit and cancels not counted, 1 to
/// 1,000,000; default 10,000. It may offer, withdraw and release more for a while, up to 65,536 in all
/// @param exports addresses that may have been given to the other side and not been released, and as many the other
/// way, 1 to 1,000,000; default 10,000
/// @param callDeadline how long a call waits if it does not say; default 60 s
/// @param firstFrame how long one that connects to a server may say nothing; default 10 s
/// @param frameTime how long a frame that has begun may take, whatever its rate; default 30 s
/// @param frameBytesPerSecond rate that is asked of a frame beyond `frameTime`, 0 to 2^30; default 1,024
/// @param writeTime how long the other side may take nothing of what is written to it; default 60 s
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
        int windowMessages,
        long windowBytes,
        int requests,
        long requestBytes,
        int queueBytes,
        int replyBytes,
        int controlFrames,
        int exports,
        Duration callDeadline,
        Duration firstFrame,
        Duration frameTime,
        long frameBytesPerSecond,
        Duration writeTime,
        Duration pingAfter,
        Duration pongWithin,
        Duration grace,
        Duration halfClose,
        Duration flush) {
    private static final Limits DEFAULTS = new Limits(
            new FrameLimits(4 << 20, 64 << 20),
            4 << 20,
            4_096,
            1 << 20,
            4_096,
            1 << 20,
            1 << 20,
            64 << 20,
            10_000,
            10_000,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            1_024,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5));

    /// Checks the limits.
    public Limits {
        Objects.requireNonNull(frames, "frames");
        range("sendFrameBytes", sendFrameBytes, 24, Integer.MAX_VALUE - 64);
        range("windowMessages", windowMessages, 1, 1_000_000);
        range("windowBytes", windowBytes, 1, 1L << 39);
        range("requests", requests, 1, 1_000_000);
        range("requestBytes", requestBytes, 1, 1L << 39);
        range("queueBytes", queueBytes, 1, 1 << 30);
        range("replyBytes", replyBytes, 1, 1 << 30);
        range("controlFrames", controlFrames, 1, 1_000_000);
        range("exports", exports, 1, 1_000_000);
        range("frameBytesPerSecond", frameBytesPerSecond, 0, 1 << 30);
        positive("callDeadline", callDeadline);
        positive("firstFrame", firstFrame);
        positive("frameTime", frameTime);
        positive("writeTime", writeTime);
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
        return DEFAULTS;
    }

    /// How much memory the other side of one connection can make this side hold at most.
    ///
    /// @param services how many services are exposed on the connection, 1 to 65,536: each has its own window of
    /// messages
    /// @return what it is made of
    /// @throws IllegalArgumentException if the number is out of its range
    public Footprint footprint(int services) {
        return Footprint.of(this, services);
    }

    /// The same limits with another `frames`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFrames(FrameLimits value) {
        return with("frames", value);
    }

    /// The same limits with another `sendFrameBytes`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withSendFrameBytes(long value) {
        return with("sendFrameBytes", value);
    }

    /// The same limits with another `windowMessages`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withWindowMessages(int value) {
        return with("windowMessages", value);
    }

    /// The same limits with another `windowBytes`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withWindowBytes(long value) {
        return with("windowBytes", value);
    }

    /// The same limits with another `requests`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withRequests(int value) {
        return with("requests", value);
    }

    /// The same limits with another `requestBytes`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withRequestBytes(long value) {
        return with("requestBytes", value);
    }

    /// The same limits with another `queueBytes`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withQueueBytes(int value) {
        return with("queueBytes", value);
    }

    /// The same limits with another `replyBytes`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withReplyBytes(int value) {
        return with("replyBytes", value);
    }

    /// The same limits with another `controlFrames`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withControlFrames(int value) {
        return with("controlFrames", value);
    }

    /// The same limits with another `exports`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withExports(int value) {
        return with("exports", value);
    }

    /// The same limits with another `callDeadline`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withCallDeadline(Duration value) {
        return with("callDeadline", value);
    }

    /// The same limits with another `firstFrame`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFirstFrame(Duration value) {
        return with("firstFrame", value);
    }

    /// The same limits with another `frameTime`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFrameTime(Duration value) {
        return with("frameTime", value);
    }

    /// The same limits with another `frameBytesPerSecond`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFrameBytesPerSecond(long value) {
        return with("frameBytesPerSecond", value);
    }

    /// The same limits with another `writeTime`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withWriteTime(Duration value) {
        return with("writeTime", value);
    }

    /// The same limits with another `pingAfter`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withPingAfter(Duration value) {
        return with("pingAfter", value);
    }

    /// The same limits with another `pongWithin`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withPongWithin(Duration value) {
        return with("pongWithin", value);
    }

    /// The same limits with another `grace`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withGrace(Duration value) {
        return with("grace", value);
    }

    /// The same limits with another `halfClose`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withHalfClose(Duration value) {
        return with("halfClose", value);
    }

    /// The same limits with another `flush`.
    ///
    /// @param value see the component
    /// @return new limits
    public Limits withFlush(Duration value) {
        return with("flush", value);
    }

    /// A copy with another value of one component; so that twenty of them need not be repeated twenty times.
    private Limits with(String name, Object value) {
        var components = Limits.class.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        try {
            for (var i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = components[i].getName().equals(name)
                        ? value
                        : components[i].getAccessor().invoke(this);
            }
            return Limits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) throw refused;
            throw new IllegalStateException("no copy of " + Arrays.toString(values), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no copy of " + Arrays.toString(values), e);
        }
    }
}
