package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Commands that ask a server of the original, which never says hello.
@Timeout(60)
final class LegacyServerTest {
    private static final ServiceId HELLO = ServiceId.of("thespis", "Hello");
    private static final ServiceId PROBE = ServiceId.of("thespis", "Probe");
    private static final ServiceId NOP = ServiceId.of("remotes", "Nop");

    private LegacyServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new LegacyServer();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void callPrintsTheReply() {
        assertThat(Run.of("call", server.target(), LegacyServer.SERVICE, "5"))
                .isEqualTo(new Run(0, "42" + System.lineSeparator(), ""));
    }

    @Test
    void callTellsThatTheServiceIsUnknown() {
        var run = Run.of("call", server.target(), "remotes::Show");

        assertThat(run.code()).isEqualTo(ExitCode.UNKNOWN_SERVICE.number());
        assertThat(run.errLines()).singleElement().asString().contains("does not expose remotes::Show");
    }

    @Test
    void sendEndsWhenTheServerHasReadTheMessage() {
        assertThat(Run.of("send", server.target(), "remotes::Nop", "7")).isEqualTo(new Run(0, "", ""));

        var nop = new LegacyServer.Frame(NOP, 0, "07");
        assertThat(server.received()).contains(nop);
        assertThat(server.received().getLast().service()).isEqualTo(PROBE);
    }

    @Test
    void isSentNoControlFramesButTheHello() {
        Run.of("send", server.target(), "remotes::Nop", "7");

        assertThat(server.received()).extracting(LegacyServer.Frame::service).containsExactly(HELLO, PROBE, NOP, PROBE);
    }

    @Test
    void pingMeasuresRefusedCalls() {
        var run = Run.of("ping", server.target(), "--count", "2");

        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out().lines()).hasSize(3).last().asString().contains("a peer of the original", "median");
        assertThat(Run.of("ping", server.target(), "--json", "--count", "1").out())
                .startsWith("{\"target\":\"" + server.target() + "\",\"remote\":\"a peer of the original");
    }

    @Test
    void servicesTellsThatItCannotKnow() {
        var run = Run.of("services", server.target());

        assertThat(run.code()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains("does not tell what it exposes");
    }

    @Test
    void referenceFailsForEachServiceThatIsNotThere() {
        var run = Run.of("reference", server.target());

        assertThat(run.code()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("FAIL  Echo of text"))
                .last()
                .asString()
                .matches("\\d+ passed, \\d+ failed");
    }
}
