package dev.thespis.bench.harness;

import java.util.Map;

/// What was measured once.
///
/// @param system the contender
/// @param workload its label
/// @param figures by name; the names end with their units
record Result(String system, String workload, Map<String, Double> figures) {
    /// Operations a second.
    static final String RATE = "perSecond";

    static final String P50 = "p50Micros";
    static final String P99 = "p99Micros";
    static final String P999 = "p999Micros";

    /// Processor time for each operation, of either process.
    static final String CLIENT_CPU = "clientCpuMicros";

    static final String SERVER_CPU = "serverCpuMicros";

    /// Heap allocated for each operation.
    static final String CLIENT_BYTES = "clientAllocatedBytes";

    static final String SERVER_BYTES = "serverAllocatedBytes";

    /// The slowest connection's operations divided by the fastest one's.
    static final String FAIRNESS = "fairness";
}
