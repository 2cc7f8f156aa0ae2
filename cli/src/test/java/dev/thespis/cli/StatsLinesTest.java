package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.reference.ReferenceServer;
import dev.thespis.remote.Tcp;
import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // the lines are only to end
final class StatsLinesTest {
    @Test
    void comeForEachConnectionAgainAndAgainAndCount() throws Exception {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = ReferenceServer.listen(any, peer -> {});
                var client = Tcp.connect("127.0.0.1", server.port());
                var reader = new PipedReader(1 << 16);
                var out = new PrintWriter(new PipedWriter(reader));
                var in = new BufferedReader(reader);
                var lines = StatsLines.every(Duration.ofMillis(5), server::peers, out)) {
            assertThat(in.readLine()).contains(": sent 0 calls, ", "; in flight 0 out, 0 in; ", "; errors 0");
            client.service("remotes", "Show").call(Json.payload(""), Duration.ofSeconds(60));
            var line = in.readLine();
            while (line.contains("received 0 calls")) line = in.readLine();
            assertThat(line).contains("received 1 calls, 0 sends, 0 replies, 0 errors, ");
        }
    }

    @Test
    void areNotPrintedUnlessAskedFor() {
        var written = new StringWriter();
        try (var lines = StatsLines.every(null, List::of, new PrintWriter(written))) {
            assertThat(written.toString()).isEmpty();
        }
    }
}
