package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.PeerOptions.Readers;
import dev.thespis.remote.Stage.Play;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which kind of thread reads a connection.
@Timeout(60)
final class ReadersTest {
    private static List<String> platformThreads(Peer... peers) {
        var names = List.of(peers).stream()
                .map(peer -> "thespis-reader-" + peer.id())
                .toList();
        return Thread.getAllStackTraces().keySet().stream() // virtual ones are not among them
                .map(Thread::getName)
                .filter(names::contains)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void platformThreadsReadFromTheBeginningToTheEnd(Web.Over over) throws Exception {
        var options = PeerOptions.defaults().withReaders(Readers.PLATFORM);
        try (var stage = new Stage();
                var web = new Web(over)) {
            var link = web.link(options, stage::expose, options);
            var play = link.using().address(Play.class);

            assertThat(play.call(new Play.Add(1))).isEqualTo(1);

            assertThat(platformThreads(link.using(), link.serving())).hasSize(2);
            for (var n = 0; n < 2_000; n++) play.send(new Play.Note(n)); // more than a window
            assertThat(play.call(new Play.Notes())).hasSize(2_000);
            link.using().close();
            link.serving().join();
            Until.holds(() -> platformThreads(link.using(), link.serving()).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void virtualThreadsReadUnlessOneAsksForOthers(Web.Over over) throws Exception {
        try (var stage = new Stage();
                var web = new Web(over)) {
            var link = web.link(stage::expose);

            assertThat(link.using().address(Play.class).call(new Play.Add(1))).isEqualTo(1);

            assertThat(platformThreads(link.using(), link.serving())).isEmpty();
        }
    }
}
