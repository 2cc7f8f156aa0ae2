package dev.thespis.bench.fairness;

import java.util.Map;

/// What was measured.
///
/// @param scenario its label
/// @param figures by the names here
record Outcome(String scenario, Map<String, Double> figures) {
    static final String ALONE_P50 = "aloneP50Micros";
    static final String ALONE_P99 = "aloneP99Micros";
    static final String BESIDE_P50 = "besideP50Micros";
    static final String BESIDE_P99 = "besideP99Micros";

    /// What the busy one got done in a second; 0 if nobody counts.
    static final String BUSY = "busyPerSecond";

    double figure(String name) {
        return figures.get(name);
    }

    /// How much longer the slowest hundredth of the quiet one's calls takes.
    double factor() {
        return figure(BESIDE_P99) / figure(ALONE_P99);
    }
}
