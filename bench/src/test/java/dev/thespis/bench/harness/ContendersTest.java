package dev.thespis.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.bench.load.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Server and clients in this process, for as short a time as there is: what is asked must be answered.
@Timeout(120)
final class ContendersTest {
    static Stream<String> systems() {
        return Contenders.names().stream();
    }

    @ParameterizedTest
    @MethodSource("systems")
    void doesAllWorkloads(String system) throws Exception {
        var contender = Contenders.remote(system);
        try (var server = contender.serve()) {
            for (var workload : Workload.values()) {
                try (var load = contender.load(workload, server.port())) {
                    var tally = load.run(System.nanoTime() + 1);
                    assertThat(tally.operations()).as(workload.label()).hasSize(workload.connections());
                    assertThat(tally.total()).as(workload.label()).isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thespis", "pekko"})
    void doesAllWithLocalActors(String system) throws Exception {
        var results = new ArrayList<Result>();

        LocalMain.run(new Job(system, List.of(), 0, 1, 1, List.of()), 1000, results::add);

        assertThat(results)
                .extracting(Result::workload)
                .containsExactly("local-send-1", "local-send-4", "local-call", "local-spawn", "local-idle");
        assertThat(results.subList(0, 4))
                .allSatisfy(
                        result -> assertThat(result.figures().get(Result.RATE)).isPositive());
        assertThat(results.getLast().figures()).containsKey("heapBytes");
    }

    @Test
    void handsMessagesOverWithoutActors() throws Exception {
        var results = new ArrayList<Result>();

        LocalMain.run(new Job("raw", List.of(), 0, 1, 1, List.of()), 1000, results::add);

        assertThat(results).extracting(Result::workload).containsExactly("local-send-1", "local-send-4");
        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result.figures().get(Result.RATE)).isPositive());
    }
}
