package dev.thespis.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.bench.load.Workload.Cores;
import dev.thespis.cli.terminal.Table.Layout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    private static Run rate(int round, String system, double perSecond) {
        return new Run(
                round,
                Cores.PINNED,
                new Result(
                        system,
                        "call-1",
                        Map.of(
                                Result.RATE,
                                perSecond,
                                Result.CLIENT_CPU,
                                2.0,
                                Result.SERVER_CPU,
                                1.0,
                                Result.P50,
                                1e6 / perSecond)));
    }

    @Test
    void showsMediansOverRoundsAndRatiosWithinThem() {
        var summary = new Summary(List.of(
                rate(1, "thespis", 100), rate(1, "raw", 400),
                rate(2, "thespis", 300), rate(2, "raw", 300),
                rate(3, "thespis", 200), rate(3, "raw", 400)));

        assertThat(summary.rates().lines(Layout.TABS))
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("WHAT\tSYSTEM\tPER SECOND\tMIN\tMAX\tTHESPIS/IT"),
                        raw -> assertThat(raw)
                                .startsWith(
                                        "call-1, pinned\traw\t400\t300\t400\t0.50\t0.25\t1.00\t2.00\t1.00\t1.00\t-\t-"),
                        ours -> assertThat(ours)
                                .startsWith("call-1, pinned\tthespis\t200\t100\t300\t1.00\t1.00\t1.00\t2.00"));
    }

    @Test
    void showsSizesFigureByFigure() {
        var summary = new Summary(List.of(
                new Run(1, Cores.PLAIN, new Result("thespis", "local-idle", Map.of("heapBytes", 250.0))),
                new Run(1, Cores.PLAIN, new Result("pekko", "local-idle", Map.of("heapBytes", 1000.0)))));

        assertThat(summary.rates().lines(Layout.TABS)).hasSize(1);
        assertThat(summary.sizes().lines(Layout.TABS))
                .endsWith(
                        "local-idle\tthespis\theapBytes\t250\t250\t250\t1.00",
                        "local-idle\tpekko\theapBytes\t1,000\t1,000\t1,000\t0.25");
    }

    @Test
    void saysWhatWasNotMeasuredAlongside() {
        var summary = new Summary(List.of(rate(1, "thespis", 100), rate(2, "raw", 400)));

        assertThat(summary.rates().lines(Layout.TABS).get(1)).startsWith("call-1, pinned\traw\t400\t400\t400\t-\t-\t-");
    }
}
