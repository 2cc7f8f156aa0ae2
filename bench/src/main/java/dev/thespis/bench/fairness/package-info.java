/// What a quiet one notices of a busy one beside it.
package dev.thespis.bench.fairness;
