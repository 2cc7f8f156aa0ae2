/// Benchmarks of what the package does not show. Nothing depends on them.
package dev.thespis.remote;
