package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import dev.thespis.actor.Observer;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Newsroom.News;
import dev.thespis.remote.Newsroom.Reader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of a topic when somebody does not read.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class SlowSubscriberTest {
    private static final int QUEUE = 10;
    private static final int WINDOW = 4;
    private static final int PUBLISHER_WINDOW = Limits.defaults().windowMessages();

    private final Wire wire;
    private final Newsroom room = new Newsroom();
    private final Topic topic = Topic.of(News.class);
    private final Observer<TopicEvent> events = topic.events().observe();
    private final Address<News> news = topic.address(News.class);
    private final Reader slow = room.slowReader();
    private final Reader fast = room.reader();
    private final List<Peer> peers = new ArrayList<>();

    SlowSubscriberTest(Wire wire) {
        this.wire = wire;
    }

    @AfterEach
    void shut() {
        slow.readOn();
        peers.reversed().forEach(Peer::close);
        topic.close();
        room.close();
    }

    private Peer connect(Limits limits, Consumer<Peer> accepted, Consumer<Peer> setup) throws IOException {
        return connect(limits, PeerOptions.defaults(), accepted, setup);
    }

    private Peer connect(Limits limits, PeerOptions server, Consumer<Peer> accepted, Consumer<Peer> setup)
            throws IOException {
        var ends = wire.ends();
        peers.add(Peer.accept(ends.get(0), server, accepted));
        peers.add(Peer.connect(ends.get(1), PeerOptions.defaults().withLimits(limits), setup));
        return peers.getLast();
    }

    /// Subscribes the slow reader, who gives credit for a few messages only.
    private Peer subscribeSlow(SubscriberOptions options) throws Exception {
        var limits = Limits.defaults().withWindowMessages(WINDOW);
        var peer = connect(
                limits,
                server -> topic.subscribe(server, options.withMessages(QUEUE)),
                client -> client.expose(room.services(slow)));
        peer.ping(Duration.ofSeconds(20)); // both sides count from here on
        return peer;
    }

    private void subscribeFast() throws IOException {
        connect(
                Limits.defaults(),
                server -> topic.subscribe(server, SubscriberOptions.waiting()),
                client -> client.expose(room.services(fast)));
    }

    private Address<News> publisher() throws Exception {
        var peer = connect(Limits.defaults(), server -> server.expose(topic), client -> {});
        peer.ping(Duration.ofSeconds(20));
        return peer.address(News.class);
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static int publishAll(Address<News> address, int from) {
        return publishAll(address, number -> new News.Flash(0, number), from);
    }

    /// Publishes as much as is taken without waiting, until nothing more is for a while.
    private static int publishAll(Address<News> address, IntFunction<Message<News, Void>> message, int from) {
        var count = from;
        for (var refused = 0; refused < 200; ) {
            if (address.trySend(message.apply(count))) {
                count++;
                refused = 0;
            } else {
                refused++;
                LockSupport.parkNanos(500_000);
            }
        }
        return count;
    }

    private static long dropped(List<TopicEvent> all) {
        var count = 0L;
        for (var event : all) if (event instanceof TopicEvent.Dropped dropped) count += dropped.count();
        return count;
    }

    @Nested
    class Waiting {
        @Test
        void holdsBackRemotePublishersByTheirCredit() throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            subscribeFast();
            var publisher = publisher();

            var count = publishAll(publisher, 0);

            assertThat(count)
                    .isGreaterThanOrEqualTo(PUBLISHER_WINDOW)
                    .isLessThanOrEqualTo(PUBLISHER_WINDOW + QUEUE + 1 + WINDOW);
            assertThat(topic.subscribers()).hasSize(2);
            slow.readOn();
            publisher.send(new News.Flash(0, count));
            Until.holds(() -> slow.numbers().equals(upTo(count + 1)));
            Until.holds(() -> fast.numbers().equals(upTo(count + 1)));
            assertThat(events.poll()).noneMatch(TopicEvent.Dropped.class::isInstance);
        }

        @Test
        void parksLocalPublishersUntilThereIsRoom() throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            var count = publishAll(news, 0);
            assertThat(count).isLessThanOrEqualTo(QUEUE + 1 + WINDOW);
            var sent = new CountDownLatch(1);
            var sender = Thread.ofVirtual().start(() -> {
                send(count);
                sent.countDown();
            });
            Until.holds(() -> sender.getState() == Thread.State.WAITING);
            assertThat(news.trySend(new News.Flash(0, -1))).isFalse();

            slow.readOn();

            sent.await();
            Until.holds(() -> slow.numbers().equals(upTo(count + 1)));
        }

        private void send(int number) {
            try {
                news.send(new News.Flash(0, number));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Test
        void takesAMessageBackWhoseLocalPublisherIsInterrupted() throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            var count = publishAll(news, 0);
            var interrupted = new AtomicInteger();
            var sender = Thread.ofVirtual().start(() -> {
                send(-1);
                if (Thread.currentThread().isInterrupted()) interrupted.incrementAndGet();
            });
            Until.holds(() -> sender.getState() == Thread.State.WAITING);

            sender.interrupt();
            sender.join();
            slow.readOn();
            news.send(new News.Flash(0, count));

            Until.holds(() -> slow.numbers().equals(upTo(count + 1)));
            assertThat(interrupted).hasValue(1);
        }

        @Test
        void letsPublishersGoOnWhenTheSubscriberIsCut() throws Exception {
            var peer = subscribeSlow(SubscriberOptions.waiting());
            subscribeFast();
            var publisher = publisher();
            var count = publishAll(publisher, 0);

            peer.close();

            publisher.send(new News.Flash(0, count));
            Until.holds(() -> fast.numbers().equals(upTo(count + 1)));
            assertThat(topic.subscribers()).hasSize(1);
        }

        @Test
        void letsPublishersGoOnWhenTheSubscriptionIsClosed() throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            subscribeFast();
            var publisher = publisher();
            var count = publishAll(publisher, 0);

            topic.subscribers().getFirst().close();

            publisher.send(new News.Flash(0, count));
            Until.holds(() -> fast.numbers().equals(upTo(count + 1)));
        }

        @Test
        void dropsWhatIsInLineWhenItsConnectionEndsIfThatIsAskedFor() throws Exception {
            dropsWhatIsInLine(topic);
        }

        @Test
        void dropsWhatIsInLineBehindAGateToo() throws Exception {
            dropsWhatIsInLine(Services.of(News.class, news).guardedBy((caller, service, message) -> Gate.pass()));
        }

        private void dropsWhatIsInLine(ServiceMap exposed) throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            var count = publishAll(news, 0);
            var options = PeerOptions.defaults().withArrivedSends(PeerOptions.ArrivedSends.DROP);
            var publisher = connect(Limits.defaults(), options, server -> server.expose(exposed), client -> {});
            var events = peers.get(peers.size() - 2).events().observe();
            publisher.address(News.class).send(new News.Flash(0, -1));
            publisher.close();
            Until.event(events, PeerEvent.ClosedByRemote.class);
            peers.get(peers.size() - 2).join();

            slow.readOn();
            news.send(new News.Flash(0, count));

            Until.holds(() -> slow.numbers().equals(upTo(count + 1)));
        }

        @Test
        void doesNotMakeAStageOfAFutureWait() throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            var server = peers.get(0);
            peers.get(1)
                    .expose(Services.of(Sums.class, room.nursery.spawn(Sums.class, Sums.Sum::new))
                            .guardedBy(this::comeLater));
            var count = publishAll(news, 0);

            assertThatThrownBy(() -> publishInAStage(server, -1).get())
                    .hasRootCauseInstanceOf(SendException.class)
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SendException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.Overloaded.class));

            slow.readOn();
            Until.holds(() -> slow.numbers().equals(upTo(count)));
            publishInAStage(server, count).get();
            Until.holds(() -> slow.numbers().equals(upTo(count + 1)));
        }

        private final Semaphore attached = new Semaphore(0);

        private Gate.Verdict comeLater(Caller caller, String service, Message<?, ?> message) {
            attached.acquireUninterruptibly();
            return Gate.pass();
        }

        private CompletableFuture<Void> publishInAStage(Peer server, int number) throws Exception {
            var published =
                    server.address(Sums.class).callAsync(new Sums.Show()).thenAccept(sum -> send(number));
            attached.release();
            return published;
        }

        @Test
        void holdsBackByBytesToo() throws Exception {
            subscribeSlow(SubscriberOptions.waiting().withBytes(5_000));
            var report = new News.Report(new byte[2_000]);

            var count = new AtomicInteger();
            // three fill the queue, since one may go beyond it; one is on its way, those of the window are there
            Until.holds(() -> {
                if (news.trySend(report)) count.incrementAndGet();
                return count.get() == 3 + 1 + WINDOW;
            });

            assertThat(publishAll(news, number -> report, 0)).isZero();
        }
    }

    @Nested
    class DroppingOldest {
        @Test
        void losesTheOldestAndTellsHowMany() throws Exception {
            var count = 1_000;
            subscribeSlow(SubscriberOptions.droppingOldest());

            for (var n = 0; n < count; n++) news.send(new News.Flash(0, n));

            var first = Newsroom.next(events, TopicEvent.Dropped.class);
            assertThat(first.count()).isEqualTo(1);
            slow.readOn();
            Until.holds(() -> slow.numbers().contains(count - 1));
            var read = slow.numbers();
            assertThat(read).isSorted().doesNotHaveDuplicates();
            assertThat(read).hasSizeLessThanOrEqualTo(QUEUE + 1 + WINDOW);
            assertThat(read.subList(read.size() - QUEUE, read.size()))
                    .isEqualTo(IntStream.range(count - QUEUE, count).boxed().toList());
            assertThat(first.subscription()).isEqualTo(topic.subscribers().getFirst());
            assertThat(first.count() + dropped(events.poll())).isEqualTo(count - read.size());
        }

        @Test
        void affectsNobodyElse() throws Exception {
            var count = 20_000;
            subscribeSlow(SubscriberOptions.droppingOldest());
            subscribeFast();
            var publisher = publisher();

            for (var n = 0; n < count; n++) publisher.send(new News.Flash(0, n));

            Until.holds(() -> fast.numbers().size() == count);
            assertThat(fast.numbers()).isEqualTo(upTo(count));
            assertThat(slow.numbers()).isEmpty();
        }

        @Test
        void holdsNoMoreThanItsBoundOfBytes() throws Exception {
            var count = 500;
            subscribeSlow(SubscriberOptions.droppingOldest().withBytes(100_000));

            for (var n = 0; n < count; n++) news.send(new News.Report(new byte[60_000]));

            news.send(new News.Flash(0, 0));
            slow.readOn();

            Until.holds(() -> slow.numbers().equals(List.of(0)));
            assertThat(slow.reports()).isLessThanOrEqualTo(2 + 1 + WINDOW);
        }

        @Test
        void holdsASlowActorOfThisProcessToItsBound() throws Exception {
            var count = 100;
            topic.subscribe(
                    News.class,
                    slow.address(),
                    SubscriberOptions.droppingOldest().withMessages(QUEUE));

            for (var n = 0; n < count; n++) news.send(new News.Flash(0, n));

            slow.readOn();
            Until.holds(() -> slow.numbers().contains(count - 1));
            // beyond the queue: one in the handler, one in the mailbox, one on the way to it
            assertThat(slow.numbers()).hasSizeLessThanOrEqualTo(QUEUE + 3).isSorted();
        }
    }

    @Nested
    class Disconnecting {
        @Test
        void closesThePeerWithTheReason() throws Exception {
            var count = 1_000;
            var peer = subscribeSlow(SubscriberOptions.disconnecting());
            var peerEvents = peer.events().observe();
            subscribeFast();
            var publisher = publisher();

            for (var n = 0; n < count; n++) publisher.send(new News.Flash(0, n));

            var event = Newsroom.next(events, TopicEvent.Disconnected.class);
            assertThat(event.reason()).contains("too slow for topic news").contains("messages=" + QUEUE);
            assertThat(event.subscription().isOpen()).isFalse();
            assertThat(Until.event(peerEvents, PeerEvent.Leaving.class).reason())
                    .isEqualTo(event.reason());
            Until.holds(() -> fast.numbers().size() == count);
            assertThat(topic.subscribers()).hasSize(1);
            assertThat(events.poll()).noneMatch(TopicEvent.Unsubscribed.class::isInstance);
        }

        @Test
        void endsTheSubscriptionOfAnActor() throws Exception {
            topic.subscribe(
                    News.class,
                    slow.address(),
                    SubscriberOptions.disconnecting().withMessages(QUEUE));

            var count = 0;
            while (!topic.subscribers().isEmpty()) news.send(new News.Flash(0, count++));

            var event = Newsroom.next(events, TopicEvent.Disconnected.class);
            slow.readOn();
            var got = count - event.lost(); // the one for which there was no room is among those lost
            Until.holds(() -> slow.numbers().size() == got);
            assertThat(slow.numbers()).isEqualTo(upTo((int) got));
        }

        @Test
        void sparesOneThatKeepsUp() throws Exception {
            topic.subscribe(
                    News.class,
                    fast.address(),
                    SubscriberOptions.disconnecting().withMessages(1));

            for (var n = 0; n < 100; n++) {
                var count = n + 1;
                news.send(new News.Flash(0, n));
                Until.holds(() -> fast.numbers().size() == count);
            }

            assertThat(topic.subscribers()).hasSize(1);
        }
    }

    @Nested
    class Ending {
        @Test
        void leavesNoThreadAndTakesNothingMoreWhenTheTopicIsClosed() throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            topic.subscribe(News.class, slow.address(), SubscriberOptions.waiting());
            publishAll(news, 0);
            var publisher = publisher();
            publisher.send(new News.Flash(0, -1));

            var closed = news.closed();
            topic.close(Duration.ZERO);

            assertThat(closed).isCompleted();
            assertThat(Threads.named("thespis-topic")).isEmpty();
            assertThat(topic.subscribers()).isEmpty();
            assertThatThrownBy(() -> news.send(new News.Flash(0, 0)))
                    .isInstanceOf(SendException.class)
                    .hasMessageContaining("topic news");
            assertThatThrownBy(() -> topic.subscribe(News.class, fast.address(), SubscriberOptions.waiting()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("topic news is closed");
            var server = peers.get(peers.size() - 2).events().observe();
            publisher.send(new News.Flash(0, -1));
            assertThat(Until.error(server, PeerError.NotHandled.class).reason()).contains("topic news has stopped");
        }

        @Test
        void failsALocalPublisherThatWaitsWhenTheTopicIsClosed() throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            publishAll(news, 0);
            var failures = new AtomicInteger();
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    news.send(new News.Flash(0, 0));
                } catch (SendException e) {
                    failures.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Until.holds(() -> sender.getState() == Thread.State.WAITING);

            topic.close(Duration.ZERO);

            sender.join();
            assertThat(failures).hasValue(1);
        }

        @Test
        void leavesNoThreadWhenAPeerIsClosed() throws Exception {
            subscribeSlow(SubscriberOptions.waiting());
            publishAll(news, 0);
            assertThat(Threads.named("thespis-topic")).hasSize(1);

            peers.getLast().close();
            peers.getFirst().close();

            assertThat(Threads.named("thespis-topic")).isEmpty();
            assertThat(topic.subscribers()).isEmpty();
        }

        @Test
        void endsTheSubscriptionOfAnActorThatHasStopped() throws Exception {
            topic.subscribe(News.class, fast.address(), SubscriberOptions.waiting());

            room.nursery.stop(fast.address()).get();

            assertThat(Newsroom.next(events, TopicEvent.Unsubscribed.class).reason())
                    .contains("has stopped");
            assertThat(topic.subscribers()).isEmpty();
        }
    }
}
