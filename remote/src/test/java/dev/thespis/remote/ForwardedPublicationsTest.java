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
import dev.thespis.remote.Newsroom.News;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Publishing through processes that pass on.
@Timeout(60)
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
final class ForwardedPublicationsTest {
    private final Newsroom room = new Newsroom();
    private final Topic topic = Topic.of(News.class);
    private final Newsroom.Reader reader = room.reader();
    private final Web web;

    /// Who gives the address away to publish at.
    @Namespace("editors")
    public interface Editors {
        record Ask() implements Message<Editors, Address<News>> {}
    }

    private record Editor(Address<News> news) implements Actor<Editors> {
        @Override
        public Handlers<Editors> handlers() {
            return Handlers.of(Editors.class).on(Editors.Ask.class, ask -> news);
        }
    }

    ForwardedPublicationsTest(Web.Over over) {
        this.web = new Web(over);
        topic.subscribe(News.class, reader.address(), SubscriberOptions.waiting());
    }

    @AfterEach
    void shut() throws Exception {
        topic.close();
        web.close();
        room.close();
    }

    private void isPublished(Address<News> news) throws Exception {
        for (var n = 0; n < 100; n++) news.send(new News.Flash(0, n));

        Until.holds(
                () -> reader.numbers().equals(IntStream.range(0, 100).boxed().toList()));
        assertThatThrownBy(() -> news.call(new News.Flash(0, 100)))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.NoCalls.class));
    }

    @Test
    void goThroughOneThatExposesTheAddressOfThePeerWithTheTopic() throws Exception {
        var broker = web.link(peer -> peer.expose(topic)).using();
        var front = web.link(peer -> peer.expose(Services.of(News.class, broker.address(News.class))));
        var further = web.link(
                peer -> peer.expose(Services.of(News.class, front.using().address(News.class))));

        isPublished(further.using().address(News.class));
    }

    @Test
    void goThroughOneThatExposesTheAddressOfALink() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        try (var server = TcpServer.listen(new InetSocketAddress(loopback, 0), peer -> peer.expose(topic));
                var link = Link.open(Tcp.at(loopback.getHostAddress(), server.port()))) {
            var front = web.link(peer -> peer.expose(Services.of(News.class, link.address(News.class))));

            isPublished(front.using().address(News.class));
        }
    }

    @Test
    void goThroughOneThatHasTheTopicsAddressAndHandsItOn() throws Exception {
        var home = room.nursery.spawn(Editors.class, () -> new Editor(topic.address(News.class)));
        var first = web.link(peer -> peer.expose(Services.of(Editors.class, home)));
        var given = first.using().address(Editors.class).call(new Editors.Ask());
        var on = room.nursery.spawn(Editors.class, () -> new Editor(given));
        var second = web.link(peer -> peer.expose(Services.of(Editors.class, on)));

        isPublished(second.using().address(Editors.class).call(new Editors.Ask()));
    }

    @Test
    void holdBackTheirPublisherAsLongAsASubscriberIsWaitedFor() throws Exception {
        var slow = room.slowReader();
        topic.subscribe(News.class, slow.address(), SubscriberOptions.waiting().withMessages(1));
        var narrow = PeerOptions.defaults().withLimits(Limits.defaults().withWindowMessages(2));
        var broker = web.link(narrow, peer -> peer.expose(topic), PeerOptions.defaults())
                .using();
        var front = web.link(
                        narrow,
                        peer -> peer.expose(Services.of(News.class, broker.address(News.class))),
                        PeerOptions.defaults())
                .using();
        Web.offers(front, "Flash");
        Web.offers(broker, "Flash");
        var news = front.address(News.class);

        var publisher = Thread.ofVirtual().start(() -> {
            try {
                for (var n = 0; n < 20; n++) news.send(new News.Flash(0, n));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        Until.holds(() -> front.stats().outgoing().waiting() == 1);
        assertThat(publisher.isAlive()).isTrue();
        slow.readOn();
        publisher.join();
        var all = IntStream.range(0, 20).boxed().toList();
        Until.holds(() -> slow.numbers().equals(all) && reader.numbers().equals(all));
    }
}
