/// Frames echoed over blocking sockets, as a contender: the floor of latency and the ceiling of throughput.
package dev.thespis.bench.raw;
