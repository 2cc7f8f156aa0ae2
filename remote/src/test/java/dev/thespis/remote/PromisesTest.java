package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `docs/semantics.md` promises of more than one request: order through a relay, what becomes of requests when
/// their connection is cut, what a peer of the original is spared.
@Timeout(60)
final class PromisesTest {
    private static final long REPLY = -1;

    @Namespace("desk")
    interface Desk {
        record Hold() implements Message<Desk, Void> {}

        record Stamp() implements Message<Desk, Integer> {}

        record Stamps() implements Message<Desk, Integer> {}
    }

    /// Works until it is interrupted, then goes on with what waits.
    private static final class Clerk implements Actor<Desk> {
        final CountDownLatch holding = new CountDownLatch(1);
        private int stamps;

        @Override
        public Handlers<Desk> handlers() {
            return Handlers.of(Desk.class)
                    .run(Desk.Hold.class, hold -> {
                        holding.countDown();
                        new CountDownLatch(1).await();
                    })
                    .on(Desk.Stamp.class, stamp -> ++stamps)
                    .on(Desk.Stamps.class, ask -> stamps);
        }
    }

    @Test
    void keepsTheOrderThroughAPeerThatPassesRequestsOn() throws Exception {
        var near = Transports.memory();
        var far = Transports.memory();
        try (var stage = new Stage();
                var server = Peer.accept(near.get(0), PeerOptions.defaults(), stage::expose);
                var inward = Peer.connect(near.get(1), PeerOptions.defaults(), self -> {});
                var outward = Peer.accept(
                        far.get(0),
                        PeerOptions.defaults(),
                        self -> self.expose(Services.of(Play.class, inward.address(Play.class))));
                var client = Peer.connect(far.get(1), PeerOptions.defaults(), self -> {})) {
            Address<Play> play = client.address(Play.class);
            for (var i = 0; i < 2_000; i++) {
                play.send(new Play.Note(i));
                if (i % 100 == 50) assertThat(play.call(new Play.Notes())).hasSize(i + 1);
            }

            assertThat(play.call(new Play.Notes()))
                    .isEqualTo(IntStream.range(0, 2_000).boxed().toList());
            assertThat(server.isOpen() && outward.isOpen()).isTrue();
        }
    }

    @Test
    void cancelsCallsOfAConnectionThatIsCutAndHandlesItsSends() throws Exception {
        var ends = Transports.memory();
        var clerk = new Clerk();
        try (var nursery = Nursery.open("desk");
                var raw = new RawPeer(ends.get(1))) {
            Address<Desk> desk = nursery.spawn(Desk.class, () -> clerk);
            try (var peer = Peer.accept(
                    ends.get(0), PeerOptions.defaults(), self -> self.expose(Services.of(Desk.class, desk)))) {
                raw.hello();
                raw.frame(ServiceId.of("desk", "Hold").value(), 1, "f6");
                raw.frame(ServiceId.of("desk", "Stamp").value(), 2, "f6");
                raw.frame(ServiceId.of("desk", "Stamp").value(), 0, "f6");
                raw.frame(ServiceId.of("thespis", "unknown").value(), 3, "f6");
                while (raw.answer().cid() != 3) {} // once that is refused, all before it has been taken in
                clerk.holding.await();

                ends.get(1).close();
                peer.join();

                // the handler was interrupted, the queued call was dropped, the send was handled
                assertThat(desk.call(new Desk.Stamps())).isEqualTo(1);
            }
        }
    }

    @Test
    void sendsAPeerOfTheOriginalNothingButAHelloItsRepliesAndTheEnd() throws Exception {
        var ends = Transports.memory();
        try (var stage = new Stage();
                var raw = new RawPeer(ends.get(1));
                var peer = Peer.accept(ends.get(0), PeerOptions.defaults(), stage::expose)) {
            raw.frame(ServiceId.of("stage", "Add").value(), 1, "a1616e05");
            assertThat(raw.receive().sid()).isEqualTo(Control.HELLO.value());
            assertThat(raw.receive()).isEqualTo(new RawPeer.Received(REPLY, 1, "05"));
            peer.expose(Services.in("late")
                    .message(Play.Add.class, peer.address(Play.class))
                    .build());
            var closing = Thread.ofVirtual().start(peer::close);

            assertThat(raw.receive()).isNull();
            raw.shutdownOutput();
            closing.join();
        }
    }

    /// Names that hash to a chosen id are easily found, since xxHash64 can be computed backwards.
    @ParameterizedTest
    @ValueSource(strings = {"x2x3cq2jk^Po'bt1", "vxnmunt4x2'R5hCX"})
    void refusesANameThatHashesToAReservedId(String namespace) {
        assertThatThrownBy(() -> Services.in(namespace).message(Play.Add.class, nobody()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(namespace + "::Add")
                .hasMessageContaining("reserved");
    }

    @Test
    void refusesTwoNamesThatHashToOneId() throws Exception {
        var one = Services.in("stage").message(Play.Add.class, nobody()).build();
        var other = Services.in("9ap3x7v7]wC53F&r")
                .message(Play.Add.class, nobody())
                .build();
        var ends = Transports.memory();
        try (var peer = Peer.accept(ends.get(0), PeerOptions.defaults(), self -> self.expose(one));
                var raw = new RawPeer(ends.get(1))) {
            assertThatThrownBy(() -> peer.expose(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("9ap3x7v7]wC53F&r::Add")
                    .hasMessageContaining("stage::Add");
            raw.shutdownOutput();
        }
    }

    /// An address that leads nowhere.
    private static Address<Play> nobody() {
        try (var peer = Peer.connect(Transports.memory().getFirst(), closing(), self -> {})) {
            return peer.address(Play.class);
        }
    }

    private static PeerOptions closing() {
        return PeerOptions.defaults().withLimits(Limits.defaults().withFlush(Duration.ofMillis(1)));
    }
}
