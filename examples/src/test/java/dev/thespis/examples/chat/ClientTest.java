package dev.thespis.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.TcpServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a server that is not ours can do to a client.
@Timeout(60)
class ClientTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8));

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsNoLinesOfRoomsThatWereNotEntered() throws Exception {
        try (var nursery = Nursery.open("test")) {
            Address<Reader> reader = nursery.spawn(Reader.class, () -> new ReaderActor(screen));
            reader.call(said("lounge", 1, "before"));
            reader.call(new Reader.Expect("lounge"));
            reader.call(said("lounge", 2, "early"));
            reader.call(new Reader.Begin("lounge", 1));
            reader.call(said("lounge", 5, "later"));
            reader.call(said("chess", 6, "elsewhere"));
            reader.call(new Reader.End("lounge"));
            reader.call(said("lounge", 7, "after"));
        }
        assertThat(shown().lines())
                .containsExactly("[lounge] ada: early", "[lounge] * 2 lines missed", "[lounge] ada: later");
    }

    private static Ears.Line said(String room, long number, String text) {
        return new Ears.Line(room, number, new Ears.What.Said("ada", text));
    }

    @Test
    void givesNoMorePrivateLinesThanItCanKeep() throws Exception {
        try (var nursery = Nursery.open("test")) {
            Address<Contacts> contacts = nursery.spawn(Contacts.class, () -> new ContactsActor(nursery, screen));
            var lines = new ArrayList<Address<Inbox>>();
            for (var i = 0; i <= 1_000; i++)
                if (contacts.call(new Door.Introduce("user" + i)) instanceof Answer.Yes<Address<Inbox>> yes)
                    lines.add(yes.value());
            assertThat(lines).hasSize(1_001);
            lines.getFirst().closed().join(); // the oldest one has made room for the last one
            assertThat(lines.get(1).closed()).isNotDone();
            lines.getLast().call(new Inbox.Hear("hello"));
            assertThat(contacts.call(new Door.Introduce("not a name"))).isInstanceOf(Answer.No.class);
        }
        assertThat(shown()).isEqualToNormalizingNewlines("user1000 -> you: hello\n");
    }

    @Test
    void saysThatAServerIsNone() throws Exception {
        try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> {});
                var client = ChatClient.connect(new InetSocketAddress("localhost", server.port()), screen)) {
            var in = new BufferedReader(new StringReader(""));
            assertThat(Terminal.converse(client, screen, "ada", "secret", in)).isFalse();
        }
        assertThat(shown()).startsWith("* not logged in: the other side does not expose chat::Login");
    }

    @Test
    void showsWhatItIsSentWithoutWhatATerminalWouldObey() {
        screen.print("", "a\u001b[31mb\nc\u2028d\u202ee\ud800f" + "x".repeat(2_000));
        assertThat(shown()).startsWith("a?[31mb?c?d?e?fxxx").endsWith("x..." + System.lineSeparator());
        assertThat(shown().length()).isLessThan(1_100);
    }
}
