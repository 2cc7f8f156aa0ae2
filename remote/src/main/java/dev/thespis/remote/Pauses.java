package dev.thespis.remote;

import dev.thespis.actor.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// How long a [Link] waits before it connects again, and how often.
///
/// @param backoff how long, at most; the first pause is 1 ms or more; default 100 ms, twice as long each time, up to
/// 10 s
/// @param jitter which part of a pause is left to chance, so that not all clients of a server come back at once: 0 to
/// 1, default 0.5, which makes a pause of 100 ms one of 50 to 100 ms
/// @param healthyAfter how long a connection has to last for the pauses to begin anew, more than zero; default 10 s
/// @param most how many pauses there may be without a healthy connection in between, 1 to 1,000,000; then the link
/// closes. Default 1,000,000, which is unlimited
/// @param chance where the jitter comes from; default, a generator of the thread's own
public record Pauses(Backoff backoff, double jitter, Duration healthyAfter, int most, RandomGenerator chance) {
    /// As many pauses as never end.
    static final int UNLIMITED = 1_000_000;

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /// Checks the options.
    public Pauses {
        Objects.requireNonNull(chance, "chance");
        if (backoff.initial().compareTo(SHORTEST) < 0)
            throw new IllegalArgumentException("backoff=" + backoff + ", must begin with 1 ms or more");
        if (!(jitter >= 0 && jitter <= 1))
            throw new IllegalArgumentException("jitter=" + jitter + ", must be from 0 to 1");
        if (!healthyAfter.isPositive())
            throw new IllegalArgumentException("healthyAfter=" + healthyAfter + ", must be more than zero");
        if (most < 1 || most > UNLIMITED)
            throw new IllegalArgumentException("most=" + most + ", must be from 1 to " + UNLIMITED);
    }

    /// The defaults.
    ///
    /// @return as described at each component
    public static Pauses defaults() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
        return new Pauses(backoff, 0.5, Duration.ofSeconds(10), UNLIMITED, new OfThread());
    }

    /// A pause.
    ///
    /// @param count which one since a connection last was healthy, counted from 1
    /// @return what the back-off says, less a random part of the jitter
    public Duration pause(int count) {
        var longest = backoff.pause(count).toNanos();
        return Duration.ofNanos(longest - (long) (longest * jitter * chance.nextDouble()));
    }

    /// The same options with another back-off.
    ///
    /// @param value how long, at most
    /// @return new options
    public Pauses withBackoff(Backoff value) {
        return new Pauses(value, jitter, healthyAfter, most, chance);
    }

    /// The same options with another part left to chance.
    ///
    /// @param value 0 to 1
    /// @return new options
    public Pauses withJitter(double value) {
        return new Pauses(backoff, value, healthyAfter, most, chance);
    }

    /// The same options with another time after which a connection is healthy.
    ///
    /// @param value more than zero
    /// @return new options
    public Pauses withHealthyAfter(Duration value) {
        return new Pauses(backoff, jitter, value, most, chance);
    }

    /// The same options with another number of pauses.
    ///
    /// @param value 1 to 1,000,000
    /// @return new options
    public Pauses withMost(int value) {
        return new Pauses(backoff, jitter, healthyAfter, value, chance);
    }

    /// The same options with another generator.
    ///
    /// @param value where the jitter comes from
    /// @return new options
    public Pauses withChance(RandomGenerator value) {
        return new Pauses(backoff, jitter, healthyAfter, most, value);
    }

    /// That of whichever thread asks. All are equal, as options should be.
    private record OfThread() implements RandomGenerator {
        @Override
        public long nextLong() {
            return java.util.concurrent.ThreadLocalRandom.current().nextLong();
        }
    }
}
