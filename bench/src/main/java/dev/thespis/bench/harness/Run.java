package dev.thespis.bench.harness;

import dev.thespis.bench.load.Workload.Cores;
import java.util.Locale;

/// A result and where it comes from.
///
/// @param round from 1; what is compared was measured in the same one
/// @param cores what it ran on
/// @param result the figures
record Run(int round, Cores cores, Result result) {
    /// What was done where, in words.
    String what() {
        return result.workload()
                + (cores == Cores.PLAIN ? "" : ", " + cores.name().toLowerCase(Locale.ROOT));
    }
}
