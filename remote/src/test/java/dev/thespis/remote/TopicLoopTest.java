package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observer;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Newsroom.News;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Topics that hand on to each other.
@Timeout(60)
final class TopicLoopTest {
    private final Newsroom room = new Newsroom();
    private final Topic left = Topic.of(News.class);
    private final Topic right = Topic.of(News.class);
    private final Newsroom.Reader atLeft = room.reader();
    private final Newsroom.Reader atRight = room.reader();
    private Web web = new Web(Web.Over.MEMORY);

    private void subscribeReaders() {
        left.subscribe(News.class, atLeft.address(), SubscriberOptions.waiting());
        right.subscribe(News.class, atRight.address(), SubscriberOptions.waiting());
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        left.close();
        right.close();
        room.close();
    }

    private Web.Link link() throws Exception {
        var link = web.link(self -> self.expose(left));
        link.using().expose(right);
        link.serving().offered(Duration.ofSeconds(20));
        link.using().offered(Duration.ofSeconds(20));
        return link;
    }

    /// At 0, 2, … 16 passes there, and at 1, 3, … 15 here.
    private void haveStopped() {
        Until.holds(() -> atLeft.numbers().size() == 9 && atRight.numbers().size() == 8);
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void overAConnectionStopAfterSixteenPasses(Web.Over over) throws Exception {
        web = new Web(over);
        subscribeReaders();
        var link = link();
        var seen = link.using().events().observe();
        left.subscribe(link.serving(), SubscriberOptions.waiting());
        right.subscribe(link.using(), SubscriberOptions.waiting());

        left.address(News.class).send(new News.Flash(0, 1));

        assertThat(Until.error(seen, PeerError.Refused.class).reason()).contains("topics");
        haveStopped();
        right.subscribers().forEach(Subscription::close);
        left.address(News.class).send(new News.Flash(0, 2));
        Until.holds(() -> atLeft.numbers().size() == 10);
        assertThat(atLeft.numbers()).endsWith(2).containsOnlyOnce(2);
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void throughAddressesStopToo(Web.Over over) throws Exception {
        web = new Web(over);
        subscribeReaders();
        var link = link();
        var seen = link.using().events().observe();
        left.subscribe(News.class, link.serving().address(News.class), SubscriberOptions.waiting());
        right.subscribe(News.class, link.using().address(News.class), SubscriberOptions.waiting());

        left.address(News.class).send(new News.Flash(0, 1));

        assertThat(Until.error(seen, PeerError.Refused.class).reason()).contains("topics");
        haveStopped();
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void throughCapabilitiesStopToo(Web.Over over) throws Exception {
        web = new Web(over);
        subscribeReaders();
        var link = link();
        var seen = link.using().events().observe();
        subscribe(left, Capability.of(News.class, link.serving().address(News.class)));
        subscribe(right, Capability.of(News.class, link.using().address(News.class)));

        left.address(News.class).send(new News.Flash(0, 1));

        assertThat(Until.error(seen, PeerError.Refused.class).reason()).contains("topics");
        haveStopped();
    }

    private static void subscribe(Topic topic, Capability<News> to) {
        topic.subscribe(News.class, to.address(), SubscriberOptions.waiting());
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void throughPeersThatPassOnStopToo(Web.Over over) throws Exception {
        web = new Web(over);
        subscribeReaders();
        var link = link();
        var toLeft = web.link(
                self -> self.expose(Services.of(News.class, link.using().address(News.class))));
        var toRight = web.link(
                self -> self.expose(Services.of(News.class, link.serving().address(News.class))));
        left.subscribe(News.class, toRight.using().address(News.class), SubscriberOptions.waiting());
        right.subscribe(News.class, toLeft.using().address(News.class), SubscriberOptions.waiting());
        for (var each : List.of(toLeft, toRight)) Web.offers(each.using(), "Flash");

        left.address(News.class).send(new News.Flash(0, 1));

        // each pass counts twice
        Until.holds(() -> atLeft.numbers().size() == 5 && atRight.numbers().size() == 4);
        left.subscribers().forEach(Subscription::close); // when this returns, nothing is on its way there
        right.address(News.class).send(new News.Flash(0, 2));
        Until.holds(() -> atRight.numbers().contains(2));
        assertThat(atRight.numbers()).containsOnlyOnce(2).hasSize(5);
    }

    @Test
    void throughLinksStopToo() throws Exception {
        subscribeReaders();
        var seen = new CompletableFuture<Observer<PeerEvent>>();
        try (var first = server(peer -> peer.expose(left));
                var second = server(peer -> {
                    seen.complete(peer.events().observe());
                    peer.expose(right);
                });
                var toLeft = Link.open(Tcp.at("127.0.0.1", first.port()));
                var toRight = Link.open(Tcp.at("127.0.0.1", second.port()))) {
            for (var each : List.of(toLeft, toRight)) Web.offers(each.peer(Duration.ofSeconds(20)), "Flash");
            left.subscribe(News.class, toRight.address(News.class), SubscriberOptions.waiting());
            right.subscribe(News.class, toLeft.address(News.class), SubscriberOptions.waiting());

            left.address(News.class).send(new News.Flash(0, 1));

            assertThat(Until.error(seen.get(), PeerError.Refused.class).reason())
                    .contains("topics");
            haveStopped();
        }
    }

    private static Server server(Consumer<Peer> accepted) throws IOException {
        return TcpServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), accepted);
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void behindGatesStopToo(Web.Over over) throws Exception {
        web = new Web(over);
        subscribeReaders();
        var gate = (Gate) (caller, service, message) -> Gate.pass();
        var link = web.link(self ->
                self.expose(Services.of(News.class, left.address(News.class)).guardedBy(gate)));
        link.using().expose(Services.of(News.class, right.address(News.class)));
        link.serving().offered(Duration.ofSeconds(20));
        link.using().offered(Duration.ofSeconds(20));
        var seen = link.using().events().observe();
        left.subscribe(link.serving(), SubscriberOptions.waiting());
        right.subscribe(link.using(), SubscriberOptions.waiting());

        left.address(News.class).send(new News.Flash(0, 1));

        assertThat(Until.error(seen, PeerError.Refused.class).reason()).contains("topics");
        haveStopped();
    }

    @Test
    void ofOneProcessStopToo() throws Exception {
        subscribeReaders();
        var seen = left.events().observe();
        var seenToo = right.events().observe();
        left.subscribe(News.class, right.address(News.class), SubscriberOptions.waiting());
        right.subscribe(News.class, left.address(News.class), SubscriberOptions.waiting());

        left.address(News.class).send(new News.Flash(0, 1));

        assertThat(Newsroom.next(seen, TopicEvent.Undelivered.class).cause())
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.Refused.class));
        haveStopped();
        assertThat(seenToo.poll()).noneMatch(TopicEvent.Undelivered.class::isInstance);
    }
}
