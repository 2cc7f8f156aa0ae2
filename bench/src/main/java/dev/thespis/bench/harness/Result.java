package dev.thespis.bench.harness;

import java.util.Map;

/// What was measured once.
///
/// @param system the contender
/// @param workload its label
/// @param figures by name; the names end with their units
public record Result(String system, String workload, Map<String, Double> figures) {
    /// Operations a second.
    public static final String RATE = "perSecond";

    public static final String P50 = "p50Micros";
    public static final String P99 = "p99Micros";
    public static final String P999 = "p999Micros";

    /// Processor time for each operation, of either process.
    public static final String CLIENT_CPU = "clientCpuMicros";

    public static final String SERVER_CPU = "serverCpuMicros";

    /// Heap allocated for each operation.
    public static final String CLIENT_BYTES = "clientAllocatedBytes";

    public static final String SERVER_BYTES = "serverAllocatedBytes";

    /// The slowest connection's operations divided by the fastest one's.
    public static final String FAIRNESS = "fairness";
}
