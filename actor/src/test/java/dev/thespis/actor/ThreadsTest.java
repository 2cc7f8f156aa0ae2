package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Virtual threads are counted in thread dumps, the only place where they all show.
@Timeout(120)
@SuppressWarnings("FutureReturnValueIgnored") // the nursery reports what fails
class ThreadsTest {
    @TempDir
    private Path directory = Path.of("");

    private int dumps;

    private long threadsCalled(String name) {
        try {
            Path file = directory.resolve("dump" + dumps++);
            ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)
                    .dumpThreads(
                            file.toString(), com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return Files.readAllLines(file).stream()
                    .filter(line -> line.contains("\"" + name + "\""))
                    .count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void idleActorsHaveNone() throws Exception {
        try (Nursery nursery = Nursery.open("many")) {
            List<Address<Counter>> counters = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                Address<Counter> counter = nursery.spawn(Counter.class, ActorOptions.named("idle counter"), Tally::new);
                counter.send(new Counter.Add(1));
                counters.add(counter);
            }
            for (Address<Counter> counter : counters) {
                assertThat(counter.call(new Counter.Show())).isEqualTo(1);
            }

            Eventually.holds("no threads", () -> threadsCalled("idle counter") == 0);
        }
    }

    @Test
    void ofAClosedNurseryHaveEnded() throws Exception {
        Latch release = new Latch();
        try (Nursery nursery = Nursery.open("busy")) {
            Address<Worker> worker =
                    nursery.spawn(Worker.class, ActorOptions.named("counted member"), Worker.Willing::new);
            for (int i = 0; i < 10; i++) {
                nursery.fork("counted member", () -> {
                    release.await();
                    return null;
                });
                worker.send(Worker.aside(() -> {
                    release.await();
                    return null;
                }));
            }
            worker.send(Worker.work(() -> {
                release.await();
                return null;
            }));
            Eventually.holds("all run", () -> threadsCalled("counted member") == 21);
            release.open();
        }

        Eventually.holds("all ended", () -> threadsCalled("counted member") == 0);
    }
}
