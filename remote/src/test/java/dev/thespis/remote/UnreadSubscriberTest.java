package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Observer;
import dev.thespis.remote.Newsroom.News;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A subscriber that gives all the credit one could wish for, and then does not read its socket.
@Timeout(60)
final class UnreadSubscriberTest {
    private static final long REPORT = ServiceId.of("news", "Report").value();
    private static final int QUEUE = 10;
    private static final int BYTES = 60_000;

    /// More than a socket and the frames that are queued for it hold.
    private static final int MANY = 1_000;

    private final Newsroom room = new Newsroom();
    private final Topic topic = Topic.of(News.class);
    private final Observer<TopicEvent> events = topic.events().observe();
    private final Address<News> news = topic.address(News.class);
    private final Newsroom.Reader fast = room.reader();
    private final Web web = new Web(Web.Over.TCP);
    private RawPeer subscriber;

    @BeforeEach
    void subscribeFast() throws Exception {
        var link = web.link(peer -> topic.subscribe(peer, SubscriberOptions.waiting()));
        link.using().expose(room.services(fast));
    }

    @AfterEach
    void shut() throws Exception {
        web.close();
        topic.close(Duration.ZERO);
        room.close();
    }

    private void subscribe(SubscriberOptions options) throws IOException {
        var limits = PeerOptions.defaults()
                .withLimits(Limits.defaults().withQueueBytes(100_000).withFlush(Duration.ofMillis(100)));
        var bounded = options.withMessages(QUEUE);
        subscriber = web.consumer(limits, peer -> topic.subscribe(peer, bounded));
        subscriber.hello(1_000_000, 1L << 39, Metadata.FEATURE);
        subscriber.offer();
    }

    private void publish() throws InterruptedException {
        news.send(new News.Report(new byte[BYTES]));
    }

    /// Publishes in a thread of its own until that has to wait.
    private Thread publishUntilItWaits(AtomicInteger published) {
        var publisher = Thread.ofVirtual().start(() -> {
            try {
                for (var n = 0; n < MANY; n++) {
                    publish();
                    published.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Until.holds(() -> publisher.getState() == Thread.State.WAITING && published.get() > QUEUE);
        return publisher;
    }

    @Test
    void isWaitedForIfThatWasAskedFor() throws Exception {
        subscribe(SubscriberOptions.waiting());
        var published = new AtomicInteger();

        var publisher = publishUntilItWaits(published);
        assertThat(published).hasValueLessThan(MANY);
        for (var n = 0; n < MANY; n++) assertThat(subscriber.request().sid()).isEqualTo(REPORT);

        publisher.join();
        Until.holds(() -> fast.reports() == MANY);
        assertThat(events.poll()).noneMatch(TopicEvent.Dropped.class::isInstance);
    }

    @Test
    void losesTheOldestIfThatWasAskedFor() throws Exception {
        subscribe(SubscriberOptions.droppingOldest());

        for (var n = 0; n < MANY; n++) publish();
        news.send(new News.Flash(0, 1));

        Until.holds(() -> fast.reports() == MANY && fast.numbers().size() == 1);
        var read = 0;
        while (subscriber.request().sid() == REPORT) read++; // the last one is the flash
        var dropped = 0L;
        for (var event : events.poll()) if (event instanceof TopicEvent.Dropped some) dropped += some.count();
        assertThat(read).isLessThan(MANY);
        assertThat(read + dropped).isEqualTo(MANY);
    }

    @Test
    void isCutOffIfThatWasAskedFor() throws Exception {
        subscribe(SubscriberOptions.disconnecting());

        for (var n = 0; n < MANY; n++) publish();

        Newsroom.next(events, TopicEvent.Disconnected.class);
        Until.holds(() -> fast.reports() == MANY);
        assertThat(topic.subscribers()).hasSize(1);
        Until.holds(() -> Threads.named("thespis-topic").isEmpty());
    }
}
