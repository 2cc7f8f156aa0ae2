package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.ServiceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Which of several targets gets a message.
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"MEMORY", "TCP"})
final class RelayChoiceTest {
    private final Stage stage = new Stage();
    private final Web web;

    RelayChoiceTest(Web.Over over) {
        web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        stage.close();
    }

    private static long add(Peer peer, String namespace, long n) throws Exception {
        return peer.address(Play.class, namespace).call(new Play.Add(n));
    }

    private Peer provider(String namespace) throws Exception {
        var services = Services.in(namespace).add(Play.class, stage.spawn()).build();
        var provider = web.link(self -> self.expose(services)).using();
        Web.offers(provider, "Add");
        return provider;
    }

    private Peer consumer(Choice choice, Peer... targets) throws Exception {
        var relay = Relay.of(new Relay.Scope.Offered(), choice);
        for (var target : targets) relay.to(target);
        var consumer = web.link(self -> self.expose(relay)).using();
        Web.offers(consumer, "Add");
        return consumer;
    }

    @Test
    void roundRobinTakesOneAfterTheOther() throws Exception {
        var consumer = consumer(Choice.roundRobin(), provider("one"), provider("one"), provider("one"));
        var totals = new ArrayList<Long>();

        for (var n = 0; n < 6; n++) totals.add(add(consumer, "one", 1));

        assertThat(totals).containsExactly(1L, 1L, 1L, 2L, 2L, 2L);
    }

    @Test
    void leastLoadedLeavesOutWhoIsBusy() throws Exception {
        var busy = provider("one");
        var idle = provider("one");
        CompletableFuture<Long> block = busy.address(Play.class, "one").callAsync(new Play.Block());
        Until.holds(() -> stage.blocked.get() == 1);
        var consumer = consumer(Choice.leastLoaded(), busy, idle);

        for (var n = 0; n < 5; n++) add(consumer, "one", 1);

        assertThat(add(idle, "one", 0)).isEqualTo(5);
        assertThat(block).isNotDone();
    }

    @Test
    void leastLoadedLeavesOutWhomRequestsWaitFor() throws Exception {
        var narrow = web.provider();
        narrow.serving().hello(1, 1 << 20);
        var offers = ServiceId.of("one", "Add");
        narrow.serving().control(new Offer(List.of(new Offer.Item("one", "Add", offers.value(), 0))));
        Web.offers(narrow.using(), "Add");
        var stuck = web.link(self -> self.expose(Relay.offered().to(narrow.using())));
        Web.offers(stuck.using(), "Add");
        var calls = new ArrayList<CompletableFuture<Long>>();
        for (var n = 0; n < 4; n++)
            calls.add(stuck.using().address(Play.class, "one").callAsync(new Play.Add(1)));
        Until.holds(() -> narrow.using().connection().lanes().stream()
                        .mapToInt(Lane::size)
                        .sum()
                == 3);
        var idle = provider("one");
        for (var n = 0; n < 2; n++) calls.add(idle.address(Play.class, "one").callAsync(new Play.Block()));
        Until.holds(() -> stage.blocked.get() == 2);
        var consumer = consumer(Choice.leastLoaded(), narrow.using(), idle); // 1 that is answered, 3 behind it

        add(consumer, "one", 1);
        add(consumer, "one", 1);

        assertThat(add(idle, "one", 0)).isEqualTo(2);
        assertThat(calls).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void leastLoadedSharesSendsBetweenThoseWithEquallyFewCalls() throws Exception {
        var one = provider("one");
        var other = provider("one");
        Address<Play> play = consumer(Choice.leastLoaded(), one, other).address(Play.class, "one");

        for (var n = 0; n < 6; n++) play.send(new Play.Note(n));
        Until.holds(() -> stage.noted.get() == 6);

        assertThat(one.address(Play.class, "one").call(new Play.Notes())).containsExactly(0, 2, 4);
        assertThat(other.address(Play.class, "one").call(new Play.Notes())).containsExactly(1, 3, 5);
    }

    @Test
    void byKeySendsTheSameToTheSame() throws Exception {
        var targets = List.of(provider("one"), provider("one"), provider("one"));
        var consumer =
                consumer(Choice.byKey(payload -> payload.get(payload.limit() - 1)), targets.toArray(Peer[]::new));

        for (var key = 0; key < 100; key++) for (var n = 0; n < 3; n++) add(consumer, "one", key);

        var totals = new ArrayList<Long>();
        for (var target : targets) totals.add(add(target, "one", 0));
        assertThat(totals).allMatch(total -> total > 0 && total % 3 == 0);
        assertThat(totals.stream().mapToLong(total -> total).sum()).isEqualTo(3 * 4950);
    }

    /// Which of some targets, by their place, gets which key.
    private List<Integer> byKey(List<Peer> targets) {
        var choice = Choice.byKey(ByteBuffer::get);
        return IntStream.range(0, 100)
                .mapToObj(key -> choice.choose(
                        new Choice.Relayed(
                                ServiceId.of("one", "Add"),
                                targets.getFirst().connection().caller(),
                                ByteBuffer.wrap(new byte[] {(byte) key})),
                        targets))
                .map(targets::indexOf)
                .toList();
    }

    private Peer named(String name) throws Exception {
        return web.link(
                        PeerOptions.defaults(),
                        self -> {},
                        PeerOptions.defaults().withName(name))
                .using();
    }

    @Test
    void byKeyChangesNoOtherTargetWhenOneComesOrGoes() throws Exception {
        var north = named("north");
        var south = named("south");
        var west = named("west");
        var all = List.of(north, south, west);

        var before = byKey(all);
        var without = byKey(List.of(north, south));
        var again = byKey(List.of(west, south, north));

        assertThat(before).contains(0, 1, 2);
        for (var key = 0; key < 100; key++) {
            if (before.get(key) < 2) assertThat(without.get(key)).isEqualTo(before.get(key));
            assertThat(again.get(key)).isEqualTo(2 - before.get(key));
        }
    }

    @Test
    void knowServiceCallerAndPayload() throws Exception {
        var seen = new ArrayList<Choice.Relayed>();
        var consumer = consumer(
                (message, targets) -> {
                    seen.add(message);
                    return targets.getLast();
                },
                provider("one"),
                provider("one"));

        add(consumer, "one", 1);

        assertThat(seen).singleElement().satisfies(message -> {
            assertThat(message.service())
                    .isEqualTo(consumer.service("one", "Add").id());
            assertThat(message.payload().isReadOnly()).isTrue();
            assertThat(message.payload().remaining()).isEqualTo(4);
            assertThat(message.caller().peer().isOpen()).isTrue();
        });
    }

    @Test
    void thatFailFailTheMessageOnly() throws Exception {
        Choice choice = (message, targets) -> {
            var last = message.payload().get(message.payload().limit() - 1);
            if (last == 1) throw new IllegalStateException("no idea");
            if (last == 3) throw new StackOverflowError("too deep");
            return targets.getFirst();
        };
        var relay = Relay.of(new Relay.Scope.Everything(), choice)
                .to(provider("one"))
                .to(provider("one"));
        var link = web.link(self -> self.expose(relay));
        var seen = link.serving().events().observe();

        assertThatThrownBy(() -> add(link.using(), "one", 1)).isInstanceOf(CallException.class);
        assertThatThrownBy(() -> add(link.using(), "one", 3)).isInstanceOf(CallException.class);

        assertThat(Until.error(seen, PeerError.ChoiceFailed.class).cause()).hasMessage("no idea");
        assertThat(Until.error(seen, PeerError.ChoiceFailed.class).cause()).hasMessage("too deep");
        assertThat(add(link.using(), "one", 2)).isEqualTo(2);
    }
}
