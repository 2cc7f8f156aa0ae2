package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.Observer;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Newsroom.News;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of publications that wait for a subscriber when it all ends.
@Timeout(60)
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
final class LastPublicationsTest {
    private static final int COUNT = 10;
    private static final int WINDOW = 4;
    private static final Duration LONG = Duration.ofHours(1);
    private static final SubscriberOptions WAITING = SubscriberOptions.waiting();

    private final Newsroom room = new Newsroom();
    private final Topic topic = Topic.of(News.class);
    private final Observer<TopicEvent> events = topic.events().observe();
    private final Newsroom.Reader slow = room.slowReader();
    private final Web web;
    private Web.Link link;

    LastPublicationsTest(Web.Over over) {
        this.web = new Web(over);
    }

    @BeforeEach
    void mindNothing() throws Exception {
        subscribe(LONG);
    }

    /// Subscribes the slow reader, who gives credit for a few messages only.
    private void subscribe(Duration flush) throws Exception {
        var broker = PeerOptions.defaults().withLimits(Limits.defaults().withFlush(flush));
        var narrow = PeerOptions.defaults().withLimits(Limits.defaults().withWindowMessages(WINDOW));
        topic.subscribers().forEach(Subscription::close);
        events.poll();
        link = web.link(broker, peer -> topic.subscribe(peer, WAITING), narrow);
        link.using().expose(room.services(slow));
        link.using().ping(Duration.ofSeconds(20)); // both sides count from here on
    }

    @AfterEach
    void shut() throws Exception {
        slow.readOn();
        topic.close();
        web.close();
        room.close();
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private void publish() throws Exception {
        for (var n = 0; n < COUNT; n++) topic.address(News.class).send(new News.Flash(0, n));
    }

    private TopicEvent.Unsubscribed unsubscribed() throws Exception {
        return Newsroom.next(events, TopicEvent.Unsubscribed.class);
    }

    private static CompletableFuture<Void> inThread(Runnable action) {
        return CompletableFuture.runAsync(action, task -> Thread.ofVirtual().start(task));
    }

    @Test
    void areHandedOverBeforeThePeerIsClosed() throws Exception {
        publish();

        var closing = inThread(link.serving()::close);
        Until.holds(() -> !link.serving().isOpen());
        Until.holds(() -> topic.subscribers().isEmpty());
        slow.readOn();
        closing.get();

        Until.holds(() -> slow.numbers().equals(upTo(COUNT)));
        var ended = unsubscribed();
        assertThat(ended.lost()).isZero();
        assertThat(ended.reason()).contains("closed by this side");
    }

    @Test
    void areAllThatStillGoesThen() throws Exception {
        link.using().expose(Services.of(Sums.class, room.nursery.spawn(Sums.class, Sums.Sum::new)));
        publish();
        var sums = link.serving().address(Sums.class);
        sums.send(new Sums.Add(1));

        var closing = inThread(link.serving()::close);
        Until.holds(() -> !link.serving().isOpen());

        assertThatThrownBy(() -> sendUntilRefused(sums))
                .isInstanceOf(SendException.class)
                .hasMessageContaining("closed by this side");
        assertThatThrownBy(() -> sums.call(new Sums.Show())).hasMessageContaining("closed by this side");
        slow.readOn();
        closing.get();
        Until.holds(() -> slow.numbers().equals(upTo(COUNT)));
    }

    /// A send that comes as the connection begins to end may still be accepted.
    private static void sendUntilRefused(Address<Sums> sums) throws InterruptedException {
        var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() - until < 0) sums.send(new Sums.Add(1));
    }

    @Test
    void areCountedIfThePeerDoesNotTakeThemInTime() throws Exception {
        subscribe(Duration.ofMillis(300));
        publish();
        Until.holds(() -> link.serving().stats().outgoing().waiting() == 1);

        link.serving().close();

        assertThat(unsubscribed().lost()).isEqualTo(COUNT - WINDOW);
        slow.readOn();
        link.using().join();
        Until.holds(() -> slow.numbers().equals(upTo(WINDOW)));
    }

    @Test
    void areCountedIfThePeerGoesMeanwhile() throws Exception {
        publish();
        Until.holds(() -> link.serving().stats().outgoing().waiting() == 1);

        var closing = inThread(link.serving()::close);
        Until.holds(() -> topic.subscribers().isEmpty());
        link.using().close();
        closing.get();

        assertThat(unsubscribed().lost()).isEqualTo(COUNT - WINDOW);
    }

    @Test
    void areCountedIfThePeerGoes() throws Exception {
        publish();
        Until.holds(() -> link.serving().stats().outgoing().waiting() == 1);

        link.using().close();

        assertThat(unsubscribed().lost()).isEqualTo(COUNT - WINDOW);
    }

    @Test
    void areCountedIfTheSubscriptionIsClosed() throws Exception {
        publish();
        // as many as the window are with the peer, and one is on its way there
        Until.holds(() -> link.serving().stats().outgoing().waiting() == 1);

        topic.subscribers().getFirst().close();

        assertThat(unsubscribed().lost()).isEqualTo(COUNT - WINDOW);
        slow.readOn();
        topic.subscribe(News.class, slow.address(), WAITING);
        topic.address(News.class).send(new News.Flash(0, COUNT));
        Until.holds(() -> slow.numbers().size() > WINDOW); // the last one comes on another way than those before
        assertThat(slow.numbers()).containsOnly(0, 1, 2, 3, COUNT);
    }

    @Test
    void areHandedOverBeforeTheTopicIsClosed() throws Exception {
        var here = room.slowReader();
        topic.subscribe(News.class, here.address(), WAITING);
        publish();

        var closing = inThread(() -> topic.close(LONG));
        Until.holds(() -> topic.subscribers().isEmpty());
        slow.readOn();
        here.readOn();
        closing.get();

        Until.holds(() -> slow.numbers().equals(upTo(COUNT)) && here.numbers().equals(upTo(COUNT)));
        assertThat(unsubscribed().lost()).isZero();
        assertThat(unsubscribed().lost()).isZero();
        assertThat(Threads.named("thespis-topic")).isEmpty();
    }

    @Test
    void areCountedIfTheTopicDoesNotWait() throws Exception {
        publish();
        Until.holds(() -> link.serving().stats().outgoing().waiting() == 1);

        topic.close(Duration.ZERO);

        assertThat(unsubscribed().lost()).isEqualTo(COUNT - WINDOW);
        assertThat(Threads.named("thespis-topic")).isEmpty();
    }
}
