package dev.thespis.bench.growth;

import java.util.List;

/// What one client process does.
///
/// @param axis its label
/// @param sizes where it is measured, growing
/// @param warmUpNanos how long the process is warmed up
/// @param nanos how long each measurement takes
/// @param serverOptions for the virtual machine of the server
record GrowthJob(String axis, List<Integer> sizes, long warmUpNanos, long nanos, List<String> serverOptions) {}
