package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.reference.ReferenceServer;
import dev.thespis.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands that ask a server, run against the reference server in this process.
@Timeout(60)
final class ServerCommandsTest {
    private ReferenceServer server;
    private String target;

    @BeforeEach
    void listen() throws IOException {
        server = ReferenceServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), peer -> {});
        target = server.local();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static final String FIGURES = " calls, %d sends, .*; round trip .*; errors 0\\R";

    @Test
    void callAndSendTellWhatTheyCarriedIfAskedTo() {
        var call = Run.of("call", target, "remotes::Add", "5", "--stats");
        assertThat(call.out().strip()).isEqualTo("5");
        assertThat(call.err()).matches("peer@.*: sent 1" + FIGURES.formatted(0));
        var send = Run.of("send", target, "remotes::Add", "5", "--stats");
        assertThat(send.out()).isEmpty();
        assertThat(send.err()).matches("peer@.*: sent 0" + FIGURES.formatted(1));
    }

    @Nested
    final class Call {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "Add      | 5                                   | 5",
                    "Echo     | \"ä€𝄞\"                              | \"ä€𝄞\"",
                    "Div      | {\"a\":7,\"b\":2}                   | {\"Ok\":3}",
                    "Div      | {\"a\":7,\"b\":0}                   | {\"Err\":\"cannot divide 7 by 0\"}",
                    "Blob     | {\"$bytes\":\"c0ffee\"}             | {\"$bytes\":\"c0ffee\"}",
                    "BlobVec  | [1,2,200]                           | [1,2,200]",
                    "Shape    | \"Unit\"                            | \"Unit\"",
                    "Shape    | {\"Tuple\":[9,\"nine\"]}            | {\"Tuple\":[9,\"nine\"]}",
                    "Shape    | {\"Struct\":{\"w\":1.5,\"h\":-0.1}} | {\"Struct\":{\"w\":1.5,\"h\":-0.1}}",
                    "SeqReport| null                                | [0,0]",
                    "Reset    | null                                | null"
                })
        void printsTheReplyAndNothingElse(String name, String message, String reply) {
            var run = Run.of("call", target, "remotes::" + name, message);

            assertThat(run).isEqualTo(new Run(0, reply + System.lineSeparator(), ""));
        }

        @Test
        void needsNoMessageForOneWithoutComponents() {
            assertThat(Run.of("call", target, "remotes::Show").out().strip()).isEqualTo("0");
        }

        @ParameterizedTest
        @CsvSource({
            "remotes::Unset,   null,  UNKNOWN_SERVICE",
            "remotes::NoSuch,  null,  UNKNOWN_SERVICE",
            "remotes::Dead,    null,  REFUSED",
            "remotes::BadReturn, null, REFUSED",
            "remotes::Boom,    null,  REFUSED",
            "remotes::Add,     true,  REFUSED",
            "remotes::Add,     {,     USAGE",
            "remotes::Add,     1 2,   USAGE",
            "remotes::Add,     100000000000000000000, USAGE"
        })
        void tellsInOneLineWhatIsWrong(String service, String message, ExitCode code) {
            var run = Run.of("call", target, service, message);

            assertThat(run.code()).isEqualTo(code.number());
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines()).singleElement().asString().startsWith("thespis call: ");
        }

        @Test
        void endsAtTheTimeout() {
            var run = Run.of("call", target, "remotes::Sleep", "60000", "--timeout", "0.2");

            assertThat(run.code()).isEqualTo(ExitCode.TIMEOUT.number());
            assertThat(run.errLines()).singleElement().asString().contains("no reply within 200 ms");
        }
    }

    @Nested
    final class Send {
        @Test
        void deliversAndPrintsNothing() {
            assertThat(Run.of("send", target, "remotes::Add", "7")).isEqualTo(new Run(0, "", ""));
            assertThat(Run.of("call", target, "remotes::Show").out().strip()).isEqualTo("7");
        }

        @Test
        void refusesServiceThatIsNotOffered() {
            var run = Run.of("send", target, "remotes::Unset");

            assertThat(run.code()).isEqualTo(ExitCode.UNKNOWN_SERVICE.number());
            assertThat(run.errLines()).singleElement().asString().contains("does not expose remotes::Unset");
        }
    }

    @Test
    void listsServices() {
        assertThat(Run.of("services", target).out().lines())
                .hasSize(22)
                .anySatisfy(line -> assertThat(line).startsWith("remotes::Add\t0x6440cfd17c374646\t0x"));
        assertThat(Run.of("services", target, "--json").out()).startsWith("[{").contains("\"remotes::Add\"");
    }

    @Test
    void pings() {
        assertThat(Run.of("ping", target, "--count", "2").out().lines())
                .hasSize(3)
                .last()
                .asString()
                .contains("thespis-java", "median");
        assertThat(Run.of("ping", target, "--json").out()).contains("\"micros\":[");
    }

    @Test
    void referenceSuitePassesTwiceAgainstTheSameServer() {
        for (var n = 0; n < 2; n++) {
            var run = Run.of("reference", target);

            assertThat(run.out().lines().filter(line -> !line.startsWith("ok    ")))
                    .singleElement()
                    .asString()
                    .endsWith(" passed, 0 failed");
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void referenceSuitePrintsJson() {
        var run = Run.of("reference", target, "--json");

        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out())
                .startsWith("[{\"outcome\":\"ok\",\"check\":\"Echo")
                .doesNotContain("\"fail\"");
    }
}
