package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.remote.Newsroom.News;
import dev.thespis.remote.Newsroom.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds between publishers, a topic and its subscribers, whatever they talk over.
@Timeout(60)
abstract class TopicContract {
    private static final SubscriberOptions WAITING = SubscriberOptions.waiting();

    private final Newsroom room = new Newsroom();
    private final Topic topic = Topic.of(News.class);
    private final List<Peer> clients = new ArrayList<>();

    /// Connects a client to the process of the topic.
    ///
    /// @param accepted sets up that side's peer
    abstract Peer connect(Consumer<Peer> accepted, Consumer<Peer> setup) throws Exception;

    abstract void stop();

    @AfterEach
    void shut() {
        clients.forEach(Peer::close);
        topic.close();
        stop();
        room.close();
    }

    /// The test file `pub_sub.rs` of the original, under its names.
    @Nested
    class OfTheOriginal {
        private final Topic adds = Topic.of(Sums.class);
        private final List<Peer> toConsumers = new ArrayList<>();
        private final CompletableFuture<Peer> toProvider = new CompletableFuture<>();
        private Peer provider;

        @BeforeEach
        void connect() throws Exception {
            provider = client(
                    peer -> {
                        peer.expose(adds);
                        toProvider.complete(peer);
                    },
                    peer -> {});
        }

        @AfterEach
        void close() {
            adds.close();
        }

        private Sums.Consumer consumer() throws Exception {
            var sum = room.nursery.spawn(Sums.class, Sums.Sum::new);
            var toConsumer = new CompletableFuture<Peer>();
            var client = client(toConsumer::complete, peer -> peer.expose(Services.of(Sums.class, sum)));
            toConsumers.add(toConsumer.get());
            return new Sums.Consumer(client, sum);
        }

        private void send() throws Exception {
            provider.address(Sums.class).send(new Sums.Add(5));
        }

        /// As soon as the provider has gone, the relay closes the connections to the consumers.
        private void closeAll() throws Exception {
            provider.close();
            toProvider.get().join();
            toConsumers.forEach(Peer::close);
        }

        @Test
        void pubsub() throws Exception {
            var consumers = List.of(consumer(), consumer(), consumer());
            for (var peer : toConsumers) adds.subscribe(peer, WAITING);

            for (var i = 0; i < 3; i++) send();
            closeAll();

            for (var consumer : consumers) assertThat(consumer.sumAtTheEnd()).isEqualTo(15);
        }

        @Test
        void pubsubRt() throws Exception {
            var first = consumer();
            var second = consumer();
            var third = consumer();

            adds.subscribe(toConsumers.get(0), WAITING);
            send();
            Until.holds(() -> first.sum() == 5);
            adds.subscribe(toConsumers.get(1), WAITING);
            send();
            Until.holds(() -> first.sum() == 10);
            adds.subscribe(toConsumers.get(2), WAITING).close();
            send();
            closeAll();

            assertThat(first.sumAtTheEnd()).isEqualTo(15);
            assertThat(second.sumAtTheEnd()).isEqualTo(10);
            assertThat(third.sumAtTheEnd()).isZero();
        }

        @Test
        void pubsubRtByTheirOwnRequest() throws Exception {
            var consumers = new ArrayList<Sums.Consumer>();
            for (var i = 0; i < 3; i++) {
                var client = client(peer -> peer.expose(adds.subscriptions(room.nursery, WAITING)), peer -> {});
                consumers.add(new Sums.Consumer(client, room.nursery.spawn(Sums.class, Sums.Sum::new)));
            }
            var first = consumers.get(0);

            assertThat(first.join().isOpen()).isTrue();
            send();
            Until.holds(() -> first.sum() == 5);
            assertThat(consumers.get(1).join().isOpen()).isTrue();
            send();
            Until.holds(() -> first.sum() == 10);
            consumers.get(2).join().close();
            send();

            Until.holds(() -> first.sum() == 15 && consumers.get(1).sum() == 10);
            assertThat(consumers.get(2).sum()).isZero();
        }
    }

    private Peer client(Consumer<Peer> accepted, Consumer<Peer> setup) throws Exception {
        var client = connect(accepted, setup);
        clients.add(client);
        return client;
    }

    /// A client that may publish.
    private Address<News> publisher() throws Exception {
        return client(peer -> peer.expose(topic), peer -> {}).address(News.class);
    }

    /// A client that gets what is published; and the subscription, which belongs to the other side.
    private Subscription subscribe(Reader reader) throws Exception {
        var subscription = new CompletableFuture<Subscription>();
        client(
                peer -> subscription.complete(topic.subscribe(peer, WAITING)),
                peer -> peer.expose(room.services(reader)));
        return subscription.get();
    }

    private void exposeSubscriptions(Peer peer) {
        peer.expose(topic.subscriptions(room.nursery, WAITING));
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void fansOutToSubscribersHereAndBehindConnections() throws Exception {
        var far = room.reader();
        var further = room.reader();
        var here = room.reader();
        subscribe(far);
        subscribe(further);
        topic.subscribe(News.class, here.address(), WAITING);

        publisher().send(new News.Flash(1, 0));
        topic.address(News.class).send(new News.Report(new byte[100]));

        for (var reader : List.of(far, further, here))
            Until.holds(() -> reader.numbers().size() == 1 && reader.reports() == 1);
    }

    @Test
    void fansOutWhatIsLongToSeveralInOneOrder() throws Exception {
        var readers = List.of(room.reader(), room.reader(), room.reader());
        subscribe(readers.get(0));
        subscribe(readers.get(1));
        topic.subscribe(News.class, readers.get(2).address(), WAITING);
        var publisher = publisher();

        var order = new ArrayList<Integer>();
        for (var n = 0; n < 10; n++) {
            var length = (n % 2 == 0 ? 3_000_000 : 200_000) + n;
            publisher.send(new News.Report(new byte[length]));
            publisher.send(new News.Flash(1, n));
            order.addAll(List.of(length, n));
        }

        for (var reader : readers) Until.holds(() -> reader.order().size() == 20);
        for (var reader : readers) assertThat(reader.order()).isEqualTo(order);
    }

    @Test
    void encodesWhatIsPublishedOnceHoweverManySubscribe() throws Exception {
        try (var counted = Topic.of(Counted.class)) {
            var sums = new ArrayList<Counted.Counter>();
            for (var i = 0; i < 3; i++) {
                var counter = new Counted.Counter();
                var address = room.nursery.spawn(Counted.class, () -> counter);
                sums.add(counter);
                var subscribed = new CompletableFuture<Subscription>();
                client(
                        peer -> subscribed.complete(counted.subscribe(peer, WAITING)),
                        peer -> peer.expose(Services.of(Counted.class, address)));
                assertThat(subscribed.get().isOpen()).isTrue();
                var here = new Counted.Counter();
                sums.add(here);
                counted.subscribe(Counted.class, room.nursery.spawn(Counted.class, () -> here), WAITING);
            }
            var there = client(peer -> peer.expose(counted), peer -> {}).address(Counted.class);
            var before = Counted.Once.read();

            for (var n = 0; n < 10; n++) counted.address(Counted.class).send(new Counted.Once(n));
            for (var n = 0; n < 10; n++) there.send(new Counted.Once(n));

            for (var counter : sums) Until.holds(() -> counter.count() == 20);
            assertThat(Counted.Once.read() - before).isEqualTo(20);
        }
    }

    @Test
    void refusesACallAndPublishesNothing() throws Exception {
        var reader = room.reader();
        topic.subscribe(News.class, reader.address(), WAITING);
        var server = new CompletableFuture<Peer>();
        var client = client(
                peer -> {
                    peer.expose(topic);
                    server.complete(peer);
                },
                peer -> {});
        var events = server.get().events().observe();
        var news = client.address(News.class);

        assertThatThrownBy(() -> news.call(new News.Flash(1, 0)))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isEqualTo(new CallFailure.NoCalls("news::Flash")));
        assertThat(Until.error(events, PeerError.NotHandled.class).service()).isEqualTo("news::Flash");
        assertThatThrownBy(() -> topic.address(News.class).call(new News.Flash(1, 1)))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isEqualTo(new CallFailure.NoCalls("news::Flash")));
        news.send(new News.Flash(1, 2));
        Until.holds(() -> reader.numbers().equals(List.of(2)));
    }

    @Test
    void keepsOneOrderForAllSubscribersAndThatOfEachPublisher() throws Exception {
        var count = 1_000;
        var readers = List.of(room.reader(), room.reader(), room.reader());
        subscribe(readers.get(0));
        subscribe(readers.get(1));
        topic.subscribe(News.class, readers.get(2).address(), WAITING);
        var publishers = List.of(publisher(), publisher(), topic.address(News.class));

        publishAtOnce(publishers, count);

        for (var reader : readers) Until.holds(() -> reader.flashes().size() == 3 * count);
        var all = readers.getFirst().flashes();
        for (var reader : readers) assertThat(reader.flashes()).isEqualTo(all);
        for (var publisher = 0; publisher < 3; publisher++) {
            var who = publisher;
            assertThat(all.stream()
                            .filter(flash -> flash.publisher() == who)
                            .map(News.Flash::number)
                            .toList())
                    .isEqualTo(upTo(count));
        }
    }

    private static void publishAtOnce(List<Address<News>> publishers, int count) throws Exception {
        var tasks = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < publishers.size(); i++) {
            var publisher = i;
            tasks.add(() -> {
                for (var n = 0; n < count; n++) publishers.get(publisher).send(new News.Flash(publisher, n));
                return count;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(tasks)) assertThat(future.get()).isEqualTo(count);
        }
    }

    @Test
    void letsSubscribersComeAndGoUnderLoad() throws Exception {
        var faithful = room.reader();
        subscribe(faithful);
        var fickle = room.reader();
        var client = client(this::exposeSubscriptions, peer -> {});
        var publishing = new AtomicBoolean(true);
        var comings = new ArrayList<Integer>();
        var coming = Thread.ofVirtual().start(() -> comeAndGo(client, fickle, publishing, comings));
        var publisher = publisher();

        var published = 0;
        while (published < 4_000 || fickle.flashes().size() < 10) publisher.send(new News.Flash(0, published++));
        var count = published;
        Until.holds(() -> faithful.flashes().size() == count);
        publishing.set(false);
        coming.join();

        assertThat(faithful.numbers()).isEqualTo(upTo(count));
        assertThat(comings).isNotEmpty();
        assertThat(fickle.numbers()).isSorted().doesNotHaveDuplicates();
        assertThat(topic.subscribers()).hasSize(1);
        assertThat(client.isOpen()).isTrue();
    }

    private static void comeAndGo(Peer client, Reader reader, AtomicBoolean publishing, List<Integer> comings) {
        try {
            do {
                try (var subscription = Topic.join(client, News.class, reader.address())) {
                    assertThat(subscription.isOpen()).isTrue();
                }
                comings.add(reader.numbers().size());
            } while (publishing.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void endsASubscriptionWithItsConnection() throws Exception {
        var events = topic.events().observe();
        var gone = room.reader();
        var there = room.reader();
        subscribe(gone);
        subscribe(there);
        assertThat(topic.subscribers()).hasSize(2);

        clients.getFirst().close();

        var ended = Newsroom.next(events, TopicEvent.Unsubscribed.class);
        assertThat(ended.reason()).contains("ended");
        assertThat(ended.subscription().isOpen()).isFalse();
        assertThat(topic.subscribers()).hasSize(1).doesNotContain(ended.subscription());
        publisher().send(new News.Flash(0, 5));
        Until.holds(() -> there.numbers().equals(List.of(5)));
        assertThat(gone.numbers()).isEmpty();
    }

    @Test
    void endsASubscriptionWhenItIsClosed() throws Exception {
        var reader = room.reader();
        var subscription = subscribe(reader);
        var news = topic.address(News.class);
        news.send(new News.Flash(0, 0));
        Until.holds(() -> reader.numbers().size() == 1);

        subscription.close();
        news.send(new News.Flash(0, 1));
        topic.subscribe(News.class, reader.address(), WAITING);
        news.send(new News.Flash(0, 2));

        Until.holds(() -> reader.numbers().equals(List.of(0, 2)));
        assertThat(subscription.isOpen()).isFalse();
    }

    @Test
    void subscribesAndUnsubscribesOverTheWire() throws Exception {
        var reader = room.reader();
        var client = client(this::exposeSubscriptions, peer -> {});
        var events = client.events().observe();
        var news = topic.address(News.class);

        var subscription = Topic.join(client, News.class, reader.address());
        news.send(new News.Flash(0, 0));
        Until.holds(() -> reader.numbers().size() == 1);
        client.address(Subscriptions.class, "news_topic").call(new Subscriptions.Subscribe());
        assertThat(topic.subscribers()).hasSize(1);
        news.send(new News.Flash(0, 1));
        Until.holds(() -> reader.numbers().size() == 2);
        subscription.close();
        assertThat(topic.subscribers()).isEmpty();
        news.send(new News.Flash(0, 2));
        try (var again = Topic.join(client, News.class, reader.address())) {
            news.send(new News.Flash(0, 3));
            Until.holds(() -> reader.numbers().equals(List.of(0, 1, 3)));
            assertThat(again.isOpen()).isTrue();
        }

        assertThat(subscription.isOpen()).isFalse();
        assertThat(events.poll()).noneMatch(PeerEvent.Failed.class::isInstance);
    }

    @Test
    void subscribesNobodyAnyMoreOnceItIsClosed() throws Exception {
        var client = client(this::exposeSubscriptions, peer -> {});
        var subscriptions = client.address(Subscriptions.class, "news_topic");
        subscriptions.call(new Subscriptions.Unsubscribe());

        topic.close();

        assertThatThrownBy(() -> subscriptions.call(new Subscriptions.Subscribe()))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.ActorStopped.class));
    }

    @Test
    void letsAGateRefuseASubscription() throws Exception {
        var reader = room.reader();
        var client = client(
                peer -> peer.expose(topic.subscriptions(room.nursery, WAITING)
                        .guardedBy((caller, service, message) ->
                                message instanceof Subscriptions.Subscribe ? Gate.refuse(service) : Gate.pass())),
                peer -> {});

        assertThatThrownBy(() -> Topic.join(client, News.class, reader.address()))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure())
                                .isEqualTo(new CallFailure.Refused("news_topic::Subscribe", "news_topic::Subscribe")));

        assertThat(topic.subscribers()).isEmpty();
        client.expose(room.services(reader)); // nothing is left exposed
    }

    @Test
    void letsAGateRefuseAPublication() throws Exception {
        var reader = room.reader();
        topic.subscribe(News.class, reader.address(), WAITING);
        var guarded = Services.of(News.class, topic.address(News.class))
                .guardedBy((caller, service, message) ->
                        message instanceof News.Flash flash && flash.number() == 0 ? Gate.refuse("no") : Gate.pass());
        var news = client(peer -> peer.expose(guarded), peer -> {}).address(News.class);

        news.send(new News.Flash(0, 0));
        news.send(new News.Flash(0, 1));

        Until.holds(() -> reader.numbers().equals(List.of(1)));
        assertThatThrownBy(() -> news.call(new News.Flash(0, 2)))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.NoCalls.class));
    }

    @Test
    void publishesWithoutTheClassesOfTheMessages() throws Exception {
        try (var raw = Topic.of("news", List.of("Flash", "Report"))) {
            var reader = room.reader();
            var subscribed = new CompletableFuture<Subscription>();
            client(
                    peer -> subscribed.complete(raw.subscribe(peer, WAITING)),
                    peer -> peer.expose(room.services(reader)));
            assertThat(subscribed.get().isOpen()).isTrue();
            var news = client(peer -> peer.expose(raw), peer -> {}).address(News.class);

            for (var n = 0; n < 100; n++) news.send(new News.Flash(0, n));

            Until.holds(() -> reader.numbers().equals(upTo(100)));
        }
    }

    @Test
    void publishesWhatHasArrivedWhenItsPublisherCloses() throws Exception {
        var reader = room.reader();
        topic.subscribe(News.class, reader.address(), WAITING);
        var publisher = client(peer -> peer.expose(topic), peer -> {});

        for (var n = 0; n < 100; n++) publisher.address(News.class).send(new News.Flash(0, n));
        publisher.close();

        Until.holds(() -> reader.numbers().equals(upTo(100)));
    }
}
