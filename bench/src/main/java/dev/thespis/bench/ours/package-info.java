/// Thespis as a contender.
package dev.thespis.bench.ours;
