package dev.thespis.bench.fairness;

/// What one client process does.
///
/// @param scenario its label
/// @param warmUpNanos how long the quiet one calls before anything is measured
/// @param nanos how long it is measured alone, and how long beside the busy one, in each round
/// @param rounds how often, in turn
record FairnessJob(String scenario, long warmUpNanos, long nanos, int rounds) {}
