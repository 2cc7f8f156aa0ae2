package dev.thespis.cli.soak;

import dev.thespis.cli.soak.Cable.Direction;
import dev.thespis.cli.soak.Plan.Disturbance;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Carries plans out.
///
/// *Threading.* Each plan by a thread of its own.
final class Disturber {
    private final List<Cable> cables;
    private final List<Resident> processes;
    private final Consumer<String> log;
    private final Consumer<String> findings;
    private final long start = System.nanoTime();
    private final AtomicInteger active = new AtomicInteger();

    /// How many have begun or ended.
    private final AtomicLong changes = new AtomicLong();

    private final AtomicInteger count = new AtomicInteger();

    /// Makes a disturber.
    ///
    /// @param log is told what is done, line by line
    /// @param findings is told of what should not be, a process that does not end when it is told to
    Disturber(List<Cable> cables, List<Resident> processes, Consumer<String> log, Consumer<String> findings) {
        this.cables = cables;
        this.processes = processes;
        this.log = log;
        this.findings = findings;
    }

    /// A number that stays the same as long as nothing is disturbed.
    ///
    /// @return negative if something is
    long calm() {
        var seen = changes.get();
        return active.get() == 0 && changes.get() == seen ? seen : -1;
    }

    int count() {
        return count.get();
    }

    /// Disturbs until the time is over; then all is as it was before.
    void run(Plan plan, long deadline) throws IOException, InterruptedException {
        while (true) {
            var step = plan.next();
            var rest = step.rest();
            if (System.nanoTime() + rest.toNanos() >= deadline) return;
            Thread.sleep(rest);
            active.incrementAndGet();
            changes.incrementAndGet();
            count.incrementAndGet();
            try {
                disturb(step.disturbance(), step.lasting());
            } finally {
                changes.incrementAndGet();
                active.decrementAndGet();
            }
        }
    }

    private void disturb(Disturbance disturbance, Duration lasting) throws IOException, InterruptedException {
        switch (disturbance) {
            case Disturbance.CutOne cut -> {
                tell("cuts one connection of " + name(cut.cable()) + " (" + cut.how() + ")");
                cables.get(cut.cable()).cutOne(cut.how(), cut.lot());
            }
            case Disturbance.CutAll cut -> {
                tell("cuts " + name(cut.cable()) + " (" + cut.how() + ")");
                cables.get(cut.cable()).cutAll(cut.how());
            }
            case Disturbance.Hold hold -> {
                tell("holds up " + name(hold.cable()) + " (" + hold.direction() + ") for " + lasting.toMillis()
                        + " ms");
                limit(cables.get(hold.cable()).valve(hold.direction()), 0, lasting);
            }
            case Disturbance.HoldBoth hold -> {
                tell("holds up " + name(hold.cable()) + " for " + lasting.toMillis() + " ms");
                holdBoth(cables.get(hold.cable()), lasting);
            }
            case Disturbance.Slow slow -> {
                tell("slows " + name(slow.cable()) + " (" + slow.direction() + ") to " + slow.bytesPerSecond()
                        + " bytes/s for " + lasting.toMillis() + " ms");
                limit(cables.get(slow.cable()).valve(slow.direction()), slow.bytesPerSecond(), lasting);
            }
            case Disturbance.Refuse refuse -> {
                tell("ends " + name(refuse.cable()) + " for " + lasting.toMillis() + " ms");
                refuse(cables.get(refuse.cable()), lasting);
            }
            case Disturbance.Freeze freeze -> freeze(processes.get(freeze.process()), lasting);
            case Disturbance.Restart restart -> restart(processes.get(restart.process()), lasting);
            case Disturbance.Kill kill -> kill(processes.get(kill.process()), lasting);
        }
    }

    private static void limit(Valve valve, int bytesPerSecond, Duration lasting) throws InterruptedException {
        valve.limit(bytesPerSecond);
        try {
            Thread.sleep(lasting);
        } finally {
            valve.open();
        }
    }

    private static void holdBoth(Cable cable, Duration lasting) throws InterruptedException {
        cable.valve(Direction.THERE).shut();
        try {
            limit(cable.valve(Direction.BACK), 0, lasting);
        } finally {
            cable.valve(Direction.THERE).open();
        }
    }

    private static void refuse(Cable cable, Duration lasting) throws InterruptedException {
        cable.refuse(true);
        try {
            cable.cutAll(Cable.Cut.END);
            Thread.sleep(lasting);
        } finally {
            cable.refuse(false);
        }
    }

    private void freeze(Resident process, Duration lasting) throws IOException, InterruptedException {
        tell("freezes the " + process.name() + " for " + lasting.toMillis() + " ms");
        process.signal("STOP");
        try {
            Thread.sleep(lasting);
        } finally {
            process.signal("CONT");
        }
    }

    private void restart(Resident process, Duration lasting) throws IOException, InterruptedException {
        tell("ends the " + process.name() + " for " + lasting.toMillis() + " ms");
        if (!process.end()) findings.accept("HANGS: the " + process.name() + " did not end when it was told to");
        Thread.sleep(lasting);
        process.start();
    }

    private void kill(Resident process, Duration lasting) throws IOException, InterruptedException {
        tell("kills the " + process.name() + " for " + lasting.toMillis() + " ms");
        process.kill();
        Thread.sleep(lasting);
        process.start();
    }

    private String name(int cable) {
        return cables.get(cable).name();
    }

    private void tell(String what) {
        log.accept(String.format(Locale.ROOT, "%7.1f s %s", (System.nanoTime() - start) / 1e9, what));
    }
}
