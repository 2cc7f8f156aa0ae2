package dev.thespis.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// The processor time of this process.
final class Cpu {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Cpu() {}

    /// Of all threads so far, the virtual machine's own included.
    static long nanos() {
        return SYSTEM.getProcessCpuTime();
    }
}
