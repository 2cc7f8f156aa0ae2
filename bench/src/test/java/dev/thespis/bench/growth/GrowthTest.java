package dev.thespis.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// Each axis at its smallest sizes, for as short a time as there is: nothing is said about speed.
@Timeout(120)
final class GrowthTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("growth.jsonl");
    }

    private int run(String axes) {
        return Main.run(
                "--axes",
                axes,
                "--largest=256",
                "--seconds=0.02",
                "--warm-up=0.02",
                "--json",
                file().toString(),
                "--plots",
                directory.toString());
    }

    @ParameterizedTest
    @EnumSource(Axis.class)
    void measuresEachSizeAndDrawsIt(Axis axis) throws Exception {
        assertThat(run(axis.label())).isZero();

        var sizes = axis.sizes().stream().filter(size -> size <= 256).toList();
        var json = JsonMapper.shared();
        var lines = Files.readAllLines(file()).stream().map(json::readTree).toList();
        assertThat(lines).extracting(line -> line.get("size").intValue()).containsExactlyElementsOf(sizes);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.get("axis").stringValue()).isEqualTo(axis.label());
            assertThat(line.get("perSecond").doubleValue()).isPositive();
            assertThat(line.get("p50Micros").doubleValue()).isPositive();
            assertThat(line.get("clientCpuMicros").doubleValue()).isNotNegative();
            assertThat(line.has("serverCpuMicros")).isEqualTo(!axis.isLocal());
            assertThat(line.get("commit").stringValue()).isNotBlank();
        });
        var drawing = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve(axis.label() + ".svg").toFile());
        assertThat(drawing.getDocumentElement().getNodeName()).isEqualTo("svg");
        // processor time is counted in hundredths of a second, so a short measurement may find none
        if (axis != Axis.PAYLOAD)
            assertThat(drawing.getElementsByTagName("circle").getLength()).isGreaterThanOrEqualTo(sizes.size());
    }

    @Test
    void refusesAnAxisThatItDoesNotKnow() {
        assertThat(run("moons")).isNotZero();
        assertThat(file()).doesNotExist();
    }

    @Test
    void showsRowsForDocumentsAndLeavesOutWhatWasNotMeasured() {
        var points = Stream.of(1, 10)
                .map(size -> new Point(
                        "hops",
                        size,
                        Map.of(
                                "perSecond",
                                2_000.0,
                                "clientCpuMicros",
                                4.0 * size,
                                "serverCpuMicros",
                                2.0 * size,
                                "p50Micros",
                                80.0)))
                .toList();

        assertThat(new Report(Axis.CONNECTIONS, points).markdown())
                .containsExactly(
                        "| connections | per second | CPU µs calling | called | both, µs per call |"
                                + " times the row before | p50 µs |",
                        "|---|---|---|---|---|---|---|",
                        "| 1 | 2,000 | 4.00 | 2.00 | 6.00 | – | 80.0 |",
                        "| 10 | 2,000 | 40.0 | 20.0 | 60.0 | 10.0 | 80.0 |");
    }
}
