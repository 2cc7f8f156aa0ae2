package dev.thespis.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this process has used so far.
///
/// @param cpuNanos processor time of all threads, those of the virtual machine included
/// @param allocatedBytes heap allocated by all threads, those that have ended included
/// @param heapBytes heap in use
/// @param rssBytes memory in use, as the system sees it; 0 where it does not tell in `/proc`
public record Usage(long cpuNanos, long allocatedBytes, long heapBytes, long rssBytes) {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final Path STATUS = Path.of("/proc/self/status");

    /// Now.
    ///
    /// @return so far
    public static Usage now() {
        var runtime = Runtime.getRuntime();
        return new Usage(
                SYSTEM.getProcessCpuTime(),
                THREADS.getTotalThreadAllocatedBytes(),
                runtime.totalMemory() - runtime.freeMemory(),
                rss());
    }

    /// After garbage has been collected.
    ///
    /// @return so far
    public static Usage collected() {
        for (var n = 0; n < 3; n++) System.gc();
        return now();
    }

    private static long rss() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
