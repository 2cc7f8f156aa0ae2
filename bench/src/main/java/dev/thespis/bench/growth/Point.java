package dev.thespis.bench.growth;

import java.util.HashMap;
import java.util.Map;

/// What was measured at one size, the better of two times.
///
/// @param axis its label
/// @param size how many, or how large
/// @param figures by name; those of a [dev.thespis.bench.harness.Result], and those here
record Point(String axis, int size, Map<String, Double> figures) {
    /// Processor time of both processes to make one more, on average since the size before.
    static final String MAKE = "makeCpuMicros";

    /// Processor time of both processes to end one, on average down to the size before.
    static final String END = "endCpuMicros";

    /// What each holds in the process that calls.
    static final String CLIENT_HEAP = "clientHeapBytes";

    /// What each holds in the process that is called.
    static final String SERVER_HEAP = "serverHeapBytes";

    /// The lesser of each figure: whatever disturbs, adds.
    Point better(Point other) {
        var least = new HashMap<>(figures);
        other.figures.forEach((name, value) -> least.merge(name, value, Math::min));
        return new Point(axis, size, least);
    }

    double figure(String name) {
        return figures.getOrDefault(name, Double.NaN);
    }
}
