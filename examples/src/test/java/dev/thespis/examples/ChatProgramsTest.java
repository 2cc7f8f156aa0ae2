package dev.thespis.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.examples.chat.Chat;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chat as it is run: the server and each client in a process of its own.
@Timeout(120)
class ChatProgramsTest {
    private final List<Program> programs = new ArrayList<>();

    /// A program that runs, with what is typed to it and what it prints.
    private record Program(Process process, BufferedWriter in, BufferedReader out) {
        void type(String line) throws IOException {
            in.write(line + "\n");
            in.flush();
        }

        /// The next line that begins so; others may come before.
        String await(String beginning) throws IOException {
            var seen = new ArrayList<String>();
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(beginning)) return line;
                seen.add(line);
            }
            throw new AssertionError("no line begins with '" + beginning + "': " + seen);
        }
    }

    private Program run(String... arguments) throws IOException {
        var process = Modules.program(Chat.class, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var program = new Program(process, process.outputWriter(), process.inputReader());
        programs.add(program);
        return program;
    }

    private Program user(String name, String at) throws IOException {
        var user = run(name, at);
        user.type("secret of " + name);
        user.await("* in lounge: ");
        return user;
    }

    @AfterEach
    void end() throws Exception {
        for (var program : programs) {
            program.process().destroyForcibly();
            assertThat(program.process().waitFor()).isNotNegative();
        }
    }

    @Test
    void twoTalkUntilTheServerEnds() throws Exception {
        var server = run("server", "0");
        var at = server.await("* listening on ").replace("* listening on ", "");
        var ada = user("ada", at);
        var bob = user("bob", at);
        assertThat(ada.await("[lounge]")).isEqualTo("[lounge] * bob has come");
        ada.type("good evening");
        assertThat(bob.await("[lounge]")).isEqualTo("[lounge] ada: good evening");
        bob.type("/msg ada psst");
        assertThat(ada.await("bob")).isEqualTo("bob -> you: psst");
        var cleo = user("cleo", at);
        cleo.type("/quit");
        assertThat(cleo.process().waitFor()).as("a user who quits").isZero();
        assertThat(ada.await("[lounge] * cleo has gone")).isNotEmpty();

        server.process().destroy(); // as Ctrl-C does
        for (var user : List.of(ada, bob)) {
            assertThat(user.await("* the connection")).isEqualTo("* the connection has ended: the server is closing");
            assertThat(user.process().waitFor()).as("a user who was left").isEqualTo(1);
        }
    }

    @Test
    void aClientSaysThatItsServerHasDied() throws Exception {
        var server = run("server", "0");
        var ada = user("ada", server.await("* listening on ").replace("* listening on ", ""));
        server.process().destroyForcibly();
        assertThat(ada.await("* the connection has ended: ")).isNotEmpty();
        assertThat(ada.process().waitFor()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada nowhere", "ada :7070", "ada localhost:many", "ada localhost:70 more", ""})
    void argumentsThatMakeNoSenseAreExplained(String arguments) throws Exception {
        var program = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(program.await("* "))
                .contains("usage: examples/chat server [PORT], or examples/chat NAME [HOST:PORT]");
        assertThat(program.process().waitFor()).isEqualTo(1);
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        String at;
        try (var socket = new ServerSocket(0)) {
            at = "localhost:" + socket.getLocalPort();
        }
        var ada = run("ada", at);
        assertThat(ada.await("* ")).startsWith("* can't connect to " + at).contains("'examples/chat server'");
        assertThat(ada.process().waitFor()).isEqualTo(1);
    }

    @Test
    void aNameThatIsNoneIsRefusedBeforeAPasswordIsAskedFor() throws Exception {
        var ada = run("Ada");
        assertThat(ada.await("* ")).startsWith("* \"Ada\" is no name");
        assertThat(ada.process().waitFor()).isEqualTo(1);
    }

    @Test
    void helpIsNoName() throws Exception {
        var help = run("--help");
        assertThat(help.await("* ")).startsWith("* usage: ");
        assertThat(help.process().waitFor()).isZero();
    }

    @Test
    void aUserWhoseProcessIsKilledHasGone() throws Exception {
        var server = run("server", "0");
        var at = server.await("* listening on ").replace("* listening on ", "");
        var ada = user("ada", at);
        var bob = user("bob", at);
        ada.await("[lounge] * bob has come");
        bob.process().destroyForcibly();
        assertThat(ada.await("[lounge] * bob has gone")).isNotEmpty();
        user("bob", at).type("here again");
        assertThat(ada.await("[lounge] bob: here again")).isNotEmpty();
    }
}
