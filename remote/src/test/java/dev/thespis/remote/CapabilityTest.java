package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Addresses in messages and replies.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class CapabilityTest {
    /// What clients are told, and may tell each other.
    public interface Guest {
        record Whisper(String text) implements Message<Guest, Integer> {}
    }

    /// What the host lets be read.
    public interface Reader {
        record Read() implements Message<Reader, String> {}
    }

    /// What the host lets be changed.
    public interface Writer extends Reader {
        record Write(String text) implements Message<Writer, Void> {}
    }

    /// The host.
    @Namespace("host")
    public interface Host {
        record Enter(Address<Guest> guest) implements Message<Host, Integer> {}

        record Guests() implements Message<Host, List<Address<Guest>>> {}

        record Paper() implements Message<Host, Address<Reader>> {}

        record IsOurs(Address<Reader> paper) implements Message<Host, Boolean> {}

        record Tamper(Address<Writer> paper) implements Message<Host, Void> {}
    }

    private final Wire wire;
    private final Nursery nursery = Nursery.open("capabilities");
    private final List<Peer> peers = new ArrayList<>();
    private final Address<Writer> paper = nursery.spawn(Writer.class, Paper::new);
    private final Capability<Reader> shown = Capability.of(Reader.class, paper);
    private final Address<Host> hosting = nursery.spawn(Host.class, Lodge::new);

    CapabilityTest(Wire wire) {
        this.wire = wire;
    }

    private final class Lodge implements Actor<Host> {
        private final List<Address<Guest>> guests = new ArrayList<>();
        private @Nullable Address<Reader> given;

        @Override
        public Handlers<Host> handlers() {
            return Handlers.of(Host.class)
                    .on(Host.Enter.class, enter -> {
                        guests.add(enter.guest());
                        return guests.size();
                    })
                    .on(Host.Guests.class, ask -> List.copyOf(guests))
                    .on(Host.Paper.class, ask -> {
                        given = shown.address();
                        return shown.address();
                    })
                    .on(Host.IsOurs.class, ours -> ours.paper().equals(given))
                    .run(Host.Tamper.class, tamper -> tamper.paper().send(new Writer.Write("tampered")));
        }
    }

    private static final class Paper implements Actor<Writer> {
        private String text = "once upon a time";

        @Override
        public Handlers<Writer> handlers() {
            return Handlers.of(Writer.class)
                    .on(Reader.Read.class, read -> text)
                    .run(Writer.Write.class, write -> text = write.text());
        }
    }

    private static final class Visitor implements Actor<Guest> {
        @Override
        public Handlers<Guest> handlers() {
            return Handlers.of(Guest.class)
                    .on(Guest.Whisper.class, whisper -> whisper.text().length());
        }
    }

    private record Link(Peer serving, Peer using) {}

    private Link link() throws IOException {
        var ends = wire.ends();
        var link = new Link(
                Peer.accept(ends.get(0), PeerOptions.defaults(), self -> {}),
                Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {}));
        peers.add(link.serving);
        peers.add(link.using);
        return link;
    }

    /// Connects to the host, directly or through relays.
    private Peer client(int relays) throws Exception {
        var last = link();
        last.serving.expose(Services.of(Host.class, hosting));
        for (var i = 0; i < relays; i++) {
            var next = link();
            next.serving.expose(Relay.everything().to(last.using));
            last.using.remote(Duration.ofSeconds(20));
            last = next;
        }
        last.using.remote(Duration.ofSeconds(20));
        return last.using;
    }

    @AfterEach
    void close() {
        peers.forEach(Peer::close);
        nursery.close();
    }

    @Test
    void anAddressInAMessageCanBeCalled() throws Exception {
        var host = client(0).address(Host.class);
        var guest = nursery.spawn(Guest.class, Visitor::new);

        assertThat(host.call(new Host.Enter(guest))).isEqualTo(1);
        var guests = hosting.call(new Host.Guests());

        assertThat(guests.getFirst().call(new Guest.Whisper("hush"))).isEqualTo(4);
    }

    @Test
    void identicalClientsTalkThroughTheHostThatMadeThemKnown() throws Exception {
        var one = client(0).address(Host.class);
        var other = client(0).address(Host.class);
        one.call(new Host.Enter(nursery.spawn(Guest.class, Visitor::new)));

        var guests = other.call(new Host.Guests());

        assertThat(guests.getFirst().call(new Guest.Whisper("hello"))).isEqualTo(5);
    }

    @Test
    void identicalClientsTalkThroughRelays() throws Exception {
        var one = client(2).address(Host.class);
        var other = client(2).address(Host.class);
        one.call(new Host.Enter(nursery.spawn(Guest.class, Visitor::new)));

        var guests = other.call(new Host.Guests());

        assertThat(guests.getFirst().call(new Guest.Whisper("hello"))).isEqualTo(5);
    }

    @Test
    void anAddressThatComesHomeIsUnwrapped() throws Exception {
        for (var relays : List.of(0, 1, 2)) {
            var host = client(relays).address(Host.class);
            var read = host.call(new Host.Paper());

            assertThat(read.call(new Reader.Read())).isEqualTo("once upon a time");
            assertThat(host.call(new Host.IsOurs(read))).isTrue();
            assertThat(host.call(new Host.Paper())).isEqualTo(read);
        }
    }

    @Test
    void aRevokedAddressIsClosedForItsHolder() throws Exception {
        var host = client(1).address(Host.class);
        var read = host.call(new Host.Paper());
        var closed = read.closed();

        shown.revoke();

        closed.get(20, TimeUnit.SECONDS);
        assertThatThrownBy(() -> read.call(new Reader.Read()))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.ActorStopped.class));
        assertThat(paper.call(new Reader.Read())).isEqualTo("once upon a time");
    }

    @Test
    void aRevokedAddressLeavesNothingAtItsActor() throws Exception {
        var closed = new WeakReference<>(shown.address().closed());

        shown.revoke();

        Until.holds(() -> {
            System.gc();
            return closed.get() == null;
        });
        assertThat(paper.call(new Reader.Read())).isEqualTo("once upon a time");
    }

    @Test
    void itsNamespaceIsInNoError() throws Exception {
        var read = client(0).address(Host.class).call(new Host.Paper());
        shown.revoke();
        read.closed().get(20, TimeUnit.SECONDS);

        assertThat(read.toString()).startsWith("Reader@").doesNotContain("cap:");
        assertThatThrownBy(() -> read.call(new Reader.Read()))
                .isInstanceOf(CallException.class)
                .hasMessageNotContaining("cap:");
    }

    @Test
    void whatIsReleasedOnOneSideIsForgottenOnTheOther() throws Exception {
        var peer = client(2);
        var host = peer.address(Host.class);
        var read = host.call(new Host.Paper());
        assertThat(peers).anyMatch(one -> one.connection().capabilities().count() == 1);

        Capability.release(read);

        Until.holds(() -> peers.stream()
                .allMatch(one -> one.connection().capabilities().count() == 0
                        && one.connection().holdings().count() == 0));
        assertThat(host.call(new Host.Paper()).call(new Reader.Read())).isEqualTo("once upon a time");
    }

    @Test
    void aHolderCantMakeMoreOfAnAddressThanItWasGiven() throws Exception {
        var ends = wire.ends();
        try (var server = Peer.accept(
                        ends.get(0), PeerOptions.defaults(), self -> self.expose(Services.of(Host.class, hosting)));
                var raw = new RawPeer(ends.get(1))) {
            raw.hello();
            raw.offer();
            raw.frame(sid("host", "Paper"), 1, "f6");
            var address = raw.answer(1).payload();

            raw.frame(sid("host", "Tamper"), 2, "a1657061706572" + address);

            assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(2))).isInstanceOf(ErrorFrame.Deserialize.class);
            assertThat(server.isOpen()).isTrue();
        }
        assertThat(paper.call(new Reader.Read())).isEqualTo("once upon a time");
    }

    private static long sid(String namespace, String name) {
        return ServiceId.of(namespace, name).value();
    }

    /// The namespace of the capability that a reply is offered with.
    private String given(RawPeer raw) throws Exception {
        raw.frame(sid("host", "Paper"), 1, "f6");
        while (true) {
            for (var item : raw.control(Offer.class).services())
                if (Capabilities.isOne(item.namespace())) return item.namespace();
        }
    }

    private RawPeer raw() throws IOException {
        var ends = wire.ends();
        peers.add(Peer.accept(
                ends.get(0), PeerOptions.defaults(), self -> self.expose(Services.of(Host.class, hosting))));
        var raw = new RawPeer(ends.get(1));
        raw.hello();
        raw.offer();
        return raw;
    }

    @Test
    void isOfNoUseOnAnotherConnectionNorIsAGuess() throws Exception {
        try (var one = raw();
                var other = raw()) {
            var namespace = given(one);
            var sid = sid(namespace, "Read");
            var guess = sid("cap:0123456789abcdef0123456789abcdef", "Read");
            one.frame(sid, 2, "f6");
            other.frame(sid, 2, "f6");
            other.frame(guess, 3, "f6");

            assertThat(one.answer(2).payload()).isEqualTo(RawPeer.hex(String.class, "once upon a time"));
            assertThat(RawPeer.decode(ErrorFrame.class, other.answer(2))).isInstanceOf(ErrorFrame.UnknownService.class);
            assertThat(RawPeer.decode(ErrorFrame.class, other.answer(3))).isInstanceOf(ErrorFrame.UnknownService.class);
        }
    }

    /// Has other types than the host.
    @Namespace("host")
    public interface Guesser {
        record Paper() implements Message<Guesser, Address<Paged>> {}

        interface Paged {
            record Read() implements Message<Paged, Integer> {}
        }
    }

    @Test
    void otherTypesAreOneEventWhenTheAddressArrives() throws Exception {
        var peer = client(0);
        var events = peer.events().observe();
        var host = peer.address(Guesser.class);

        var there = host.call(new Guesser.Paper());

        var differs = shapes(events);
        assertThat(differs).hasSize(1);
        assertThat(differs.getFirst().service().name()).isEqualTo("Read");
        assertThat(differs.getFirst().service().namespace()).doesNotContain(Capabilities.PREFIX);
        assertThat(host.call(new Guesser.Paper())).isSameAs(there);
        assertThatThrownBy(() -> there.call(new Guesser.Paged.Read()))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.Undecodable.class));
        assertThat(peer.address(Host.class).call(new Host.Paper()).call(new Reader.Read()))
                .isNotEmpty();
        assertThat(shapes(events)).isEmpty();
    }

    /// Those of addresses.
    private static List<PeerEvent.ShapeDiffers> shapes(Observer<PeerEvent> events) {
        return events.poll().stream()
                .filter(PeerEvent.ShapeDiffers.class::isInstance)
                .map(PeerEvent.ShapeDiffers.class::cast)
                .filter(differs -> differs.service().name().equals("Read"))
                .toList();
    }

    @Test
    void aServiceCantBeTakenOverByOfferingItsId() throws Exception {
        var ends = wire.ends();
        try (var server = Peer.accept(ends.get(0), PeerOptions.defaults(), self -> {});
                var raw = new RawPeer(ends.get(1))) {
            var events = server.events().observe();
            raw.hello();
            raw.offer();
            var item = new Offer.Item("cap:0123456789abcdef0123456789abcdef", "Read", sid("host", "Paper"), 0);
            raw.control(new Offer(List.of(item)));

            assertThat(Until.error(events, PeerError.ProtocolViolation.class).detail())
                    .contains("which is not its id");
        }
    }

    @Test
    void anAddressIsClosedWhenItsActorStops() throws Exception {
        var host = client(1).address(Host.class);
        var guest = nursery.spawn(Guest.class, Visitor::new);
        client(0).address(Host.class).call(new Host.Enter(guest));
        var met = host.call(new Host.Guests()).getFirst();
        assertThat(met.call(new Guest.Whisper("hush"))).isEqualTo(4);
        var closed = met.closed();

        nursery.stop(guest).get(20, TimeUnit.SECONDS);

        closed.get(20, TimeUnit.SECONDS);
    }

    @Test
    void anAddressIsClosedWhenItsConnectionEnds() throws Exception {
        var using = client(0);
        var read = using.address(Host.class).call(new Host.Paper());
        var closed = read.closed();

        using.close();

        closed.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aConnectionThatEndsLeavesNothingBehind() throws Exception {
        var one = client(2);
        one.address(Host.class).call(new Host.Enter(nursery.spawn(Guest.class, Visitor::new)));
        var read = one.address(Host.class).call(new Host.Paper());
        assertThat(read.call(new Reader.Read())).isEqualTo("once upon a time");

        one.close();

        Until.holds(() ->
                peers.stream().allMatch(peer -> peer.connection().capabilities().count() == 0));
    }

    @Test
    void refusesToGiveMoreThanTheLimit() throws Exception {
        var ends = wire.ends();
        var options = PeerOptions.defaults().withLimits(Limits.defaults().withExports(1));
        try (var server = Peer.accept(
                        ends.get(0), PeerOptions.defaults(), self -> self.expose(Services.of(Host.class, hosting)));
                var using = Peer.connect(ends.get(1), options, self -> {})) {
            var host = using.address(Host.class);
            host.call(new Host.Enter(nursery.spawn(Guest.class, Visitor::new)));
            var another = nursery.spawn(Guest.class, Visitor::new);

            assertThatThrownBy(() -> host.call(new Host.Enter(another)))
                    .isInstanceOf(EncodeException.class)
                    .hasMessageContaining("exports=1");
            assertThat(host.call(new Host.Guests())).hasSize(1);
            assertThat(server.isOpen()).isTrue();
        }
    }

    @Test
    void isNotSentToALegacyPeer() throws Exception {
        var ends = wire.ends();
        try (var peer = Peer.connect(ends.get(0), PeerOptions.defaults(), self -> {});
                var raw = new RawPeer(ends.get(1))) {
            raw.frame(sid("host", "Guests"), 1, "f6");
            assertThat(raw.answer().cid()).isEqualTo(1);
            var host = peer.address(Host.class);
            var guest = nursery.spawn(Guest.class, Visitor::new);

            assertThatThrownBy(() -> host.call(new Host.Enter(guest)))
                    .isInstanceOf(EncodeException.class)
                    .hasMessageContaining("knows no capabilities");
            assertThat(peer.isOpen()).isTrue();
        }
    }
}
