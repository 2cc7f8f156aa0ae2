/// Tests of fairness.
package dev.thespis.bench.fairness;
