package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Newsroom.News;
import java.time.Duration;
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
