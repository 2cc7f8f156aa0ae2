package dev.thespis.bench.harness;

import java.util.List;

/// What one client process does.
///
/// @param system the contender
/// @param workloads labels, in this order
/// @param idle how many idle connections, or 0; then there are no workloads
/// @param warmUpNanos how long each is warmed up
/// @param nanos how long each is measured
/// @param serverOptions for the virtual machine of the server
record Job(String system, List<String> workloads, int idle, long warmUpNanos, long nanos, List<String> serverOptions) {}
