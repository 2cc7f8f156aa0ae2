/// What does the same with nothing of ours, as a contender: frames echoed over blocking sockets, the floor of latency
/// and the ceiling of throughput; messages handed from thread to thread.
package dev.thespis.bench.raw;
