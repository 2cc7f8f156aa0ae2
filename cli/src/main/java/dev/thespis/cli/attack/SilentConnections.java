package dev.thespis.cli.attack;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Opens many connections and says nothing.
record SilentConnections() implements Attack {
    private static final int RESERVED_FILES = 200;
    private static final long PAUSE_NANOS = 20_000_000;

    @Override
    public String name() {
        return "silent-connections";
    }

    @Override
    public String what() {
        return "connections that say nothing";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var wanted = ground.connections();
        var count = (int) Math.min(wanted, filesLeft());
        var limited = count < wanted ? ", more files than that can't be open here (see ulimit -n)" : "";
        var attackers = new ArrayList<Attacker>();
        while (attackers.size() < count && !ground.isOver()) attackers.add(ground.attacker());
        var opened = attackers.size();
        var openedMillis = ground.millis();
        while (!ground.isOver() && open(attackers) > 0) pause();
        var open = open(attackers);
        var detail = "%,d of %,d opened in %,d ms%s".formatted(opened, wanted, openedMillis, limited);
        if (open == 0) return new Reaction.CutOff(0, ground.millis(), detail);
        return new Reaction.Ignored(
                "%s; %,d open, %,d closed after %,d ms".formatted(detail, open, opened - open, ground.millis()));
    }

    private static long open(List<Attacker> attackers) {
        return attackers.stream().filter(attacker -> !attacker.isClosed()).count();
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.interrupted()) throw new InterruptedException();
    }

    /// How many connections this process can still open.
    private static long filesLeft() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system))
            return Integer.MAX_VALUE;
        return Math.max(1, system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - RESERVED_FILES);
    }
}
