package dev.thespis.remote;

import java.time.Duration;
import java.util.Objects;

/// How a server recognises clients that come back: a [Link], say, which says the same incarnation on each of its
/// connections.
///
/// *Failure.* It is no authentication: a client can say another's incarnation if it has learned it, which only the
/// servers do that the other one has connected to. If the transport authenticates clients, one is recognised only if it
/// is the same principal.
///
/// @param remembered how many clients that are not connected are remembered, with their attributes, those longest that
/// left last; 0 to 1,000,000, default 1,000. A stranger who connects often can make the server forget others
/// @param longest for how long, more than zero; default 10 minutes
/// @param before what becomes of a connection that the client seems to have still; default, it stays
public record Returning(int remembered, Duration longest, Before before) {
    /// What becomes of a connection whose client has come back over another one.
    public enum Before {
        /// It stays, until it ends by itself: the client may have both.
        KEEP,
        /// It is closed, and calls that came over it are cancelled: it may be half dead, and hold what it was given.
        CLOSE
    }

    /// Checks the options.
    public Returning {
        Objects.requireNonNull(before, "before");
        if (remembered < 0 || remembered > 1_000_000)
            throw new IllegalArgumentException("remembered=" + remembered + ", must be from 0 to 1000000");
        if (!longest.isPositive())
            throw new IllegalArgumentException("longest=" + longest + ", must be more than zero");
    }

    /// The defaults.
    ///
    /// @return as described at each component
    public static Returning defaults() {
        return new Returning(1_000, Duration.ofMinutes(10), Before.KEEP);
    }

    /// The same options with another number of clients.
    ///
    /// @param value 0 to 1,000,000
    /// @return new options
    public Returning withRemembered(int value) {
        return new Returning(value, longest, before);
    }

    /// The same options with another time.
    ///
    /// @param value more than zero
    /// @return new options
    public Returning withLongest(Duration value) {
        return new Returning(remembered, value, before);
    }

    /// The same options for another fate of a connection that the client seems to have still.
    ///
    /// @param value what becomes of it
    /// @return new options
    public Returning withBefore(Before value) {
        return new Returning(remembered, longest, value);
    }
}
