/// Tests of the harness.
package dev.thespis.bench.harness;
