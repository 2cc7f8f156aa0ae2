package dev.thespis.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Events;
import dev.thespis.cli.soak.Census.Connections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class CensusTest {
    @Test
    void findsObjectsThatAreLeftBehindAndForgetsThoseThatAreNot() throws IOException {
        var before = Census.take();
        var kept = new ArrayList<Events<String>>();
        for (var i = 0; i < 500; i++) kept.add(new Events<>(Long::toString));
        assertThat(Census.take().excess(before, Connections.FRESH))
                .anyMatch(line -> line.startsWith("object:dev.thespis.actor.Events "));
        assertThat(kept).hasSize(500);
        kept.clear();
        assertThat(Census.take().excess(before, Connections.FRESH))
                .noneMatch(line -> line.contains("dev.thespis.actor.Events "));
    }

    @Test
    void findsASingleThreadThatIsLeftBehind() throws Exception {
        var before = Census.take();
        var end = new CountDownLatch(1);
        var thread = Thread.ofVirtual().name("thespis-left-4").start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Census.take().excess(before, Connections.FRESH)).contains("thread:thespis-left- 0 -> 1");
        end.countDown();
        thread.join();
        assertThat(Census.take().excess(before, Connections.FRESH)).noneMatch(line -> line.contains("thespis-left"));
    }

    @Test
    void findsBytes() throws IOException {
        var before = Census.take();
        var kept = new byte[(int) before.heapBytes() + (64 << 20)];
        assertThat(Census.take().excess(before, Connections.FRESH)).anyMatch(line -> line.startsWith("heap "));
        assertThat(kept[0]).isZero();
    }

    @Test
    void allowsWindowsOfServicesThatAreNotUsedOnUsedConnectionsOnly() {
        var before = Census.parse("heap=1 object:dev.thespis.remote.Turnstile=10");
        var after = Census.parse("heap=1 object:dev.thespis.remote.Turnstile=100");
        assertThat(after.excess(before, Connections.USED)).isEmpty();
        assertThat(after.excess(before, Connections.FRESH))
                .containsExactly("object:dev.thespis.remote.Turnstile 10 -> 100");
    }

    @Test
    void goesOverInOneLine() throws IOException {
        var census = Census.take();
        assertThat(census.line()).doesNotContain("\n");
        assertThat(Census.parse(census.line())).isEqualTo(census);
    }
}
