package dev.thespis.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.bench.load.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@Timeout(300)
final class HarnessTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("results.jsonl");
    }

    private int run(String... more) {
        var arguments = new String[more.length + 7];
        System.arraycopy(more, 0, arguments, 0, more.length);
        var common = new String[] {
            "--json", file().toString(), "--rounds=1", "--seconds=0.02", "--warm-up=0.02", "--cores=plain", "--no-local"
        };
        System.arraycopy(common, 0, arguments, more.length, common.length);
        return Main.run(arguments);
    }

    @Test
    void measuresOursAndTheRawSocketInTwoProcessesAndWritesOneLineForEachResult() throws Exception {
        assertThat(run("--systems=raw,thespis", "--idle=3")).isZero();

        var lines = Files.readAllLines(file());
        assertThat(lines).hasSize(2 * Workload.values().length + 1);
        for (var workload : Workload.values())
            for (var system : new String[] {"raw", "thespis"})
                assertThat(lines)
                        .filteredOn(line -> line.contains("\"workload\":\"" + workload.label() + "\""))
                        .filteredOn(line -> line.contains("\"system\":\"" + system + "\""))
                        .singleElement()
                        .satisfies(HarnessTest::hasFiguresAndContext);
        assertThat(lines.getLast())
                .contains(
                        "\"workload\":\"idle-3\"",
                        "\"connections\":3.0",
                        "\"serverHeapBytes\":",
                        "\"p50AmongMicros\":");
    }

    private static void hasFiguresAndContext(String line) {
        var tree = JsonMapper.shared().readTree(line);
        assertThat(tree.get("perSecond").doubleValue()).isPositive();
        for (var name :
                new String[] {"clientCpuMicros", "serverCpuMicros", "clientAllocatedBytes", "serverAllocatedBytes"})
            assertThat(tree.get(name).doubleValue()).as(name).isNotNegative();
        assertThat(tree.get("workload").stringValue().equals("call-1")).isEqualTo(tree.has("p999Micros"));
        assertThat(tree.get("workload").stringValue().endsWith("8x32")).isEqualTo(tree.has("fairness"));
        for (var name : new String[] {"commit", "date", "jdk", "machine"})
            assertThat(tree.get(name).stringValue()).as(name).isNotBlank();
    }

    /// It prints to standard output on its own. The others are tested in this process, which is faster.
    @Test
    void measuresPekkoInTwoProcesses() throws Exception {
        assertThat(run("--systems=pekko", "--workloads=call-1", "--idle=0")).isZero();

        assertThat(Files.readAllLines(file())).singleElement().satisfies(HarnessTest::hasFiguresAndContext);
    }

    @Test
    void recordsBothProcesses() throws Exception {
        var recordings = directory.resolve("recordings");

        assertThat(run("--systems=thespis", "--workloads=send", "--idle=0", "--recordings=" + recordings))
                .isZero();

        assertThat(Files.readAllLines(file())).singleElement().satisfies(HarnessTest::hasFiguresAndContext);
        assertThat(recordings.resolve("thespis-client.jfr")).isNotEmptyFile();
        assertThat(recordings.resolve("thespis-server.jfr")).isNotEmptyFile();
    }

    @Test
    void refusesASystemThatItDoesNotKnow() {
        assertThat(run("--systems=raw,nothing")).isNotZero();
        assertThat(file()).doesNotExist();
    }

    @Test
    void refusesAWorkloadThatItDoesNotKnow() {
        assertThat(run("--systems=raw", "--workloads=call-7")).isNotZero();
        assertThat(file()).doesNotExist();
    }
}
