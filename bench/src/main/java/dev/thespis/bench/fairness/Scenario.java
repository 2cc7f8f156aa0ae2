package dev.thespis.bench.fairness;

import java.util.Arrays;
import java.util.Locale;

/// Who is busy beside a quiet one, which calls every other millisecond.
enum Scenario {
    /// Two processes that have nothing to do with the two that are measured, each with a thread that never rests:
    /// what the system itself does to a quiet one, without any of our code.
    STRANGERS("threads of other processes, one for each core", Place.OTHER_PROCESS),
    /// Sends over another connection, from another process, to the same actor.
    SENDS_ELSEWHERE("sends over another connection, to the same actor", Place.OTHER_PROCESS),
    /// Calls by 300 over another connection, from another process, to the same actor.
    CALLS_ELSEWHERE("300 calls over another connection, to the same actor", Place.OTHER_PROCESS),
    /// Sends over the same connection, to another actor.
    SENDS_BESIDE("sends over the same connection, to another actor", Place.SAME_CONNECTION),
    /// Calls by 300 over the same connection, to another actor.
    CALLS_BESIDE("300 calls over the same connection, to another actor", Place.SAME_CONNECTION),
    /// 300 calls over the same connection, to a service that takes 5 ms for each without using a core.
    SLOW_BESIDE("300 calls over the same connection, to a service that waits 5 ms", Place.SAME_CONNECTION),
    /// 300 calls over the same connection, to a service that uses a core for 1 ms for each.
    HEAVY_BESIDE("300 calls over the same connection, to a service that computes for 1 ms", Place.SAME_CONNECTION),
    /// Four actors that never rest and handle a message in less than a microsecond.
    BRISK_ACTORS("4 busy actors in the same process, under 1 µs a message", Place.SAME_PROCESS),
    /// Four actors that never rest and compute for 1 ms for each message.
    HEAVY_ACTORS("4 busy actors in the same process, 1 ms a message", Place.SAME_PROCESS);

    /// Where the busy ones are.
    enum Place {
        /// In processes of their own.
        OTHER_PROCESS,
        /// Behind the connection of the quiet one.
        SAME_CONNECTION,
        /// In the only process that there is.
        SAME_PROCESS
    }

    private final String title;
    private final Place place;

    Scenario(String title, Place place) {
        this.title = title;
        this.place = place;
    }

    /// In words.
    String title() {
        return title;
    }

    Place place() {
        return place;
    }

    /// How it is called on the command line and in results.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Scenario of(String label) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenario=" + label + " is not known; known are "
                        + Arrays.stream(values()).map(Scenario::label).toList()));
    }
}
