/// Benchmarks of the parts, for JMH. Nothing depends on this package.
package dev.thespis.bench;
