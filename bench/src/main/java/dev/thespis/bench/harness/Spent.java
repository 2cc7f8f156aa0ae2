package dev.thespis.bench.harness;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What work has cost.
///
/// @param operations how many were done
/// @param figures by the names in [Result]: the rate, and what each operation cost this process and the server
public record Spent(long operations, Map<String, Double> figures) {
    /// Work that is measured.
    @FunctionalInterface
    public interface Work {
        /// Works.
        ///
        /// @return how many operations it did
        /// @throws Exception if anything fails
        long run() throws Exception;
    }

    /// Works and measures.
    ///
    /// @param server the other process, or null if there is none
    /// @param work is run once
    /// @return what it has cost
    /// @throws Exception if anything fails
    public static Spent on(@Nullable Worker server, Work work) throws Exception {
        var serverBefore = server == null ? null : server.usage();
        var before = Usage.now();
        var start = System.nanoTime();
        var operations = work.run();
        var nanos = System.nanoTime() - start;
        var after = Usage.now();
        var serverAfter = server == null ? null : server.usage();
        var count = (double) Math.max(1, operations);
        var figures = new LinkedHashMap<String, Double>();
        figures.put(Result.RATE, operations * 1e9 / nanos);
        figures.put(Result.CLIENT_CPU, (after.cpuNanos() - before.cpuNanos()) / 1e3 / count);
        figures.put(Result.CLIENT_BYTES, (after.allocatedBytes() - before.allocatedBytes()) / count);
        if (serverBefore != null && serverAfter != null) {
            figures.put(Result.SERVER_CPU, (serverAfter.cpuNanos() - serverBefore.cpuNanos()) / 1e3 / count);
            figures.put(Result.SERVER_BYTES, (serverAfter.allocatedBytes() - serverBefore.allocatedBytes()) / count);
        }
        return new Spent(operations, figures);
    }
}
