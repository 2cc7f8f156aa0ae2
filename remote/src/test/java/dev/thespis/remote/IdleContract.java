package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.Stage.Play;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two peers that have nothing to say to each other for a while, whatever they talk over.
@Timeout(120)
abstract class IdleContract extends JoinedPeers {
    /// More than a window, so credit comes back.
    private static final int SENDS = Limits.defaults().windowMessages() + 100;

    private final int readers;

    /// @param readers how many threads wait for what there is to read from one connection
    IdleContract(Over over, int readers) {
        super(over);
        this.readers = readers;
    }

    private void use() throws Exception {
        assertThat(play.call(new Play.Add(1))).isPositive();
        for (var i = 0; i < SENDS; i++) play.send(new Play.Note(i));
        assertThat(play.call(new Play.Notes())).contains(SENDS - 1);
    }

    private static void awaitRest(Peer idle) {
        Until.holds(() -> Threads.named("\"thespis-writer-" + idle.id() + "\"").isEmpty());
        Until.holds(() -> idle.connection().queue().heldBytes() == 0);
    }

    @Test
    void anIdleConnectionHasNoThreadThatItNeedsNotAndNoBuffersToWrite() throws Exception {
        open(Limits.defaults(), Limits.defaults());
        use();

        awaitRest(peer);
        awaitRest(other);

        Until.holds(() -> Threads.named("\"thespis-reader-" + peer.id() + "\"").size() == readers);
    }

    @Test
    void aConnectionThatWasIdleIsUsedAsBefore() throws Exception {
        open(Limits.defaults(), Limits.defaults());
        for (var round = 0; round < 3; round++) {
            use();
            awaitRest(peer);
            awaitRest(other);
        }

        assertThat(play.call(new Play.Add(1))).isEqualTo(4);
        assertThat(play.call(new Play.Notes())).hasSize(3 * SENDS);
    }

    /// One call at a time is written by who has something to write, without a writer.
    @Test
    void aCallInBetweenLeavesNoBuffersEither() throws Exception {
        open(Limits.defaults(), Limits.defaults());
        use();
        awaitRest(peer);
        awaitRest(other);

        assertThat(play.call(new Play.Echo(new byte[10_000]))).hasSize(10_000);

        awaitRest(peer);
        awaitRest(other);
    }

    @Test
    void aConnectionThatWasIdleEndsInAnOrderlyWay() throws Exception {
        open(Limits.defaults(), Limits.defaults());
        use();
        awaitRest(peer);
        awaitRest(other);

        peer.close("of no use any more");
        other.join();

        assertThat(Until.event(events, PeerEvent.Closed.class).reason()).contains("of no use any more");
        assertThat(Threads.named("thespis-writer-" + peer.id() + "\"", "thespis-writer-" + other.id() + "\""))
                .isEmpty();
    }
}
