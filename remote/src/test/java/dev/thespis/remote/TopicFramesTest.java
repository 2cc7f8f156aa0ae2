package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.ObserveOptions;
import dev.thespis.actor.Observer;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Newsroom.News;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A topic frame by frame: peers of the original, broken messages, and what building one refuses.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class TopicFramesTest {
    private static final long FLASH = ServiceId.of("news", "Flash").value();
    private static final long REPLY = -1;

    private final Wire wire;
    private final Newsroom room = new Newsroom();
    private final Topic topic = Topic.of("news", List.of("Flash", "Report"));
    private final Observer<TopicEvent> events = topic.events().observe();
    private final Newsroom.Reader reader = room.reader();
    private final List<AutoCloseable> ends = new ArrayList<>();

    TopicFramesTest(Wire wire) {
        this.wire = wire;
    }

    @AfterEach
    void shut() throws Exception {
        for (var end : ends) end.close();
        topic.close();
        room.close();
    }

    private RawPeer raw(Consumer<Peer> setup) throws IOException {
        var pair = wire.ends();
        var raw = new RawPeer(pair.get(1));
        ends.add(raw);
        ends.add(Peer.accept(pair.get(0), PeerOptions.defaults(), setup));
        return raw;
    }

    private RawPeer publisher() throws IOException {
        return raw(peer -> peer.expose(topic));
    }

    private RawPeer publisher(CompletableFuture<Observer<PeerEvent>> seen) throws IOException {
        return raw(peer -> {
            seen.complete(peer.events().observe());
            peer.expose(topic);
        });
    }

    private RawPeer subscriberThatKnowsMetadata() throws Exception {
        var peer = new CompletableFuture<Peer>();
        var subscriber = raw(peer::complete);
        topic.subscribe(peer.get(), SubscriberOptions.waiting());
        subscriber.hello(256, 1 << 20, Metadata.FEATURE);
        subscriber.offer();
        Web.offered(peer.get()); // so what it knows has arrived
        return subscriber;
    }

    private void subscribeHere() {
        topic.subscribe(News.class, reader.address(), SubscriberOptions.waiting());
    }

    private static String flash(int number) {
        return "a2697075626c697368657200666e756d626572" + String.format("%02x", number);
    }

    @Nested
    class Legacy {
        @Test
        void publishes() throws Exception {
            subscribeHere();
            var raw = publisher();

            raw.frame(FLASH, 0, flash(3));
            raw.frame(FLASH, 0, flash(4));

            Until.holds(() -> reader.numbers().equals(List.of(3, 4)));
        }

        @Test
        void isToldThatItCantCall() throws Exception {
            subscribeHere();
            var raw = publisher();

            raw.frame(FLASH, 8, flash(3));
            raw.frame(FLASH, 0, flash(4));

            var answer = raw.answer();
            assertThat(answer.sid()).isZero();
            assertThat(answer.cid()).isEqualTo(8);
            assertThat(answer.payload())
                    .isEqualTo("a16c5075625375624e6f43616c6ca2" + "63736964a165696e6e6572a1626964" + "1b"
                            + String.format("%016x", FLASH) + "63636964a165696e6e6572a162696408");
            Until.holds(() -> reader.numbers().equals(List.of(4)));
        }

        @Test
        void getsTheFramesAsTheyWere() throws Exception {
            var subscriber = raw(peer -> topic.subscribe(peer, SubscriberOptions.waiting()));
            subscriber.frame(5, 0, "f6"); // it says something, so it is known to be an old one
            var publisher = publisher();

            publisher.frame(FLASH, 0, flash(3));
            publisher.frame(FLASH, 0, "");
            publisher.frame(FLASH, 0, "ff");

            assertThat(subscriber.answer()).isEqualTo(new RawPeer.Received(FLASH, 0, flash(3)));
            assertThat(subscriber.answer()).isEqualTo(new RawPeer.Received(FLASH, 0, ""));
            assertThat(subscriber.answer()).isEqualTo(new RawPeer.Received(FLASH, 0, "ff"));
        }

        @Test
        void subscribesByACall() throws Exception {
            var subscriber = raw(peer -> peer.expose(topic.subscriptions(room.nursery, SubscriberOptions.waiting())));
            var publisher = publisher();

            subscriber.frame(0x21f906cfd182203bL, 1, "f6");
            assertThat(subscriber.answer()).isEqualTo(new RawPeer.Received(REPLY, 1, "f6"));
            publisher.frame(FLASH, 0, flash(3));
            assertThat(subscriber.answer()).isEqualTo(new RawPeer.Received(FLASH, 0, flash(3)));
            subscriber.frame(0x115e3557c16e834cL, 2, "f6");
            assertThat(subscriber.answer()).isEqualTo(new RawPeer.Received(REPLY, 2, "f6"));

            assertThat(topic.subscribers()).isEmpty();
        }

        @Test
        void isSubscribedByACallAsLongAsItOffersToTakeWhatIsPublished() throws Exception {
            var subscriber = raw(peer -> peer.expose(topic.subscriptions(room.nursery, SubscriberOptions.waiting())));
            var flash = new Offer.Item("news", "Flash", FLASH, 0);
            subscriber.hello();
            subscriber.control(new Offer(List.of(flash)));
            subscriber.control(Offer.class);

            subscriber.frame(0x21f906cfd182203bL, 1, "f6");
            var shown = subscriber.control(Offer.class).services();
            assertThat(shown).hasSize(1);
            assertThat(shown.getFirst().name()).isEqualTo("Subscribed");
            assertThat(subscriber.answer()).isEqualTo(new RawPeer.Received(REPLY, 1, "f6"));
            subscriber.control(new Withdraw(List.of(flash)));

            assertThat(subscriber.control(Withdraw.class).services()).isEqualTo(shown);
            assertThat(Newsroom.next(events, TopicEvent.Unsubscribed.class).reason())
                    .contains("exposes nothing any more");
        }

        @Test
        void isSubscribedBeforeTheConnectionStartsAndHearsTheHelloFirst() throws Exception {
            var news = topic.address(News.class);
            var subscriber = raw(peer -> {
                var subscription = topic.subscribe(peer, SubscriberOptions.waiting());
                assertThat(news.trySend(new News.Flash(0, 3))).isTrue();
                Until.holds(() ->
                        Threads.named("thespis-topic-" + subscription.name()).isEmpty());
            });

            assertThat(subscriber.receive().sid())
                    .isEqualTo(ServiceId.of("thespis", "Hello").value());
            assertThat(subscriber.receive()).isEqualTo(new RawPeer.Received(FLASH, 0, flash(3)));
        }

        @Test
        void isUnsubscribedWhenItsSetupFails() throws Exception {
            assertThatThrownBy(() -> raw(peer -> {
                        topic.subscribe(peer, SubscriberOptions.waiting());
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");

            Newsroom.next(events, TopicEvent.Unsubscribed.class);
            assertThat(topic.subscribers()).isEmpty();
        }

        @Test
        void isUnsubscribedWhenItIsCut() throws Exception {
            var subscriber = raw(peer -> topic.subscribe(peer, SubscriberOptions.waiting()));

            subscriber.close();

            assertThat(Newsroom.next(events, TopicEvent.Unsubscribed.class).reason())
                    .contains("ended");
            assertThat(topic.subscribers()).isEmpty();
        }
    }

    @Nested
    class Messages {
        @Test
        void leaveTheMetadataOfTheirSenderBehind() throws Exception {
            var subscriber = raw(peer -> topic.subscribe(peer, SubscriberOptions.waiting()));
            subscriber.frame(5, 0, "f6");

            publisher().frame(FLASH, 0, "d9544882a16374746c1a00989680" + flash(3));

            assertThat(subscriber.answer()).isEqualTo(new RawPeer.Received(FLASH, 0, flash(3)));
        }

        @Test
        void thatBringMetadataOfTheirOwnAreRefused() throws Exception {
            var subscriber = subscriberThatKnowsMetadata();
            var seen = new CompletableFuture<Observer<PeerEvent>>();
            var publisher = publisher(seen);
            var expired = "d9544882a16374746c1a00000001";

            publisher.frame(FLASH, 0, expired + expired + flash(3));
            publisher.frame(FLASH, 0, expired + "d954498203" + flash(4));
            publisher.frame(FLASH, 0, "d954498203" + "d954498203" + flash(5));
            publisher.frame(FLASH, 0, flash(6));

            for (var i = 0; i < 3; i++)
                assertThat(Until.error(seen.get(), PeerError.UndecodableRequest.class)
                                .detail())
                        .contains("metadata within the message");
            assertThat(subscriber.request()).isEqualTo(new RawPeer.Received(FLASH, 0, "d954498201" + flash(6)));
        }

        @Test
        void whoseClassFailsInWhateverWayAreAnEventAndNobodyElsesConcern() throws Exception {
            var numbers = new ArrayList<Integer>();
            var address = room.nursery.spawn(Traps.class, () -> new Trapped(numbers));
            topic.subscribe(Traps.class, address, SubscriberOptions.waiting().withMessages(1));
            subscribeHere();
            var raw = publisher();

            raw.frame(FLASH, 0, flash(0));
            raw.frame(FLASH, 0, flash(3));
            raw.frame(FLASH, 0, flash(0));
            raw.frame(FLASH, 0, flash(4));

            assertThat(Newsroom.next(events, TopicEvent.Undelivered.class).cause())
                    .isInstanceOf(StackOverflowError.class);
            Until.holds(() -> reader.numbers().equals(List.of(0, 3, 0, 4)));
            Until.holds(() -> numbers.equals(List.of(3, 4)));
            assertThat(topic.subscribers()).hasSize(2);
        }

        @Test
        void areCountedByWhomTheyHaveComeThroughAndRefusedAfterTooMany() throws Exception {
            var subscriber = subscriberThatKnowsMetadata();
            var seen = new CompletableFuture<Observer<PeerEvent>>();
            var publisher = publisher(seen);

            publisher.frame(FLASH, 0, flash(3));
            assertThat(subscriber.request()).isEqualTo(new RawPeer.Received(FLASH, 0, "d954498201" + flash(3)));
            publisher.frame(FLASH, 0, "d95449820f" + flash(4));
            assertThat(subscriber.request()).isEqualTo(new RawPeer.Received(FLASH, 0, "d954498210" + flash(4)));
            publisher.frame(FLASH, 0, "d954498210" + flash(5));
            assertThat(Until.error(seen.get(), PeerError.Refused.class).reason())
                    .contains("16 relays or topics");
            publisher.frame(FLASH, 0, flash(6));
            assertThat(subscriber.request()).isEqualTo(new RawPeer.Received(FLASH, 0, "d954498201" + flash(6)));
        }

        @Test
        void thatCantBeDecodedAreAnEventAndNobodyElsesConcern() throws Exception {
            subscribeHere();
            var raw = publisher();

            raw.frame(FLASH, 0, "ff");
            raw.frame(FLASH, 0, flash(3));

            var event = Newsroom.next(events, TopicEvent.Undelivered.class);
            assertThat(event.service()).isEqualTo("news::Flash");
            assertThat(event.cause()).isInstanceOf(DecodeException.class);
            Until.holds(() -> reader.numbers().equals(List.of(3)));
        }

        @Test
        void thatAreTooLargeForOneSubscriberReachTheOthers() throws Exception {
            var pair = wire.ends();
            var limits = Limits.defaults().withFrames(new FrameLimits(1_024, 2_048));
            ends.add(Peer.accept(
                    pair.get(0), PeerOptions.defaults(), peer -> topic.subscribe(peer, SubscriberOptions.waiting())));
            var narrow = room.reader();
            var client = Peer.connect(
                    pair.get(1), PeerOptions.defaults().withLimits(limits), peer -> peer.expose(room.services(narrow)));
            ends.add(client);
            client.ping(java.time.Duration.ofSeconds(20));
            subscribeHere();
            var news = topic.address(News.class);

            news.send(new News.Report(new byte[2_000]));
            news.send(new News.Flash(0, 1));

            var event = Newsroom.next(events, TopicEvent.Undelivered.class);
            assertThat(event.service()).isEqualTo("news::Report");
            assertThat(event.cause())
                    .isInstanceOfSatisfying(
                            SendException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.TooLarge.class));
            Until.holds(() -> reader.reports() == 1 && reader.numbers().equals(List.of(1)));
            Until.holds(() -> narrow.numbers().equals(List.of(1)));
            assertThat(narrow.reports()).isZero();
        }

        @Test
        void thatASubscriberDoesNotExposeDoNoHarm() throws Exception {
            var pair = wire.ends();
            ends.add(Peer.accept(
                    pair.get(0),
                    PeerOptions.defaults(),
                    peer -> topic.subscribe(peer, SubscriberOptions.waiting().withMessages(1))));
            var client = Peer.connect(
                    pair.get(1),
                    PeerOptions.defaults(),
                    peer -> peer.expose(Services.in("news")
                            .message(News.Flash.class, reader.address())
                            .build()));
            ends.add(client);
            var news = topic.address(News.class);

            for (var n = 0; n < 1_000; n++) news.send(new News.Report(new byte[1]));
            news.send(new News.Flash(0, 1));

            Until.holds(() -> reader.numbers().equals(List.of(1)));
        }

        @Test
        void thatASubscriberDoesNotWantAreLeftOut() throws Exception {
            var headlines = new ArrayList<Integer>();
            var address = room.nursery.spawn(Headlines.class, () -> new Collector(headlines));
            topic.subscribe(Headlines.class, address, SubscriberOptions.waiting());
            subscribeHere();
            var news = topic.address(News.class);

            news.send(new News.Report(new byte[1]));
            news.send(new News.Flash(0, 7));

            Until.holds(() -> reader.numbers().size() == 1 && headlines.equals(List.of(7)));
            assertThat(events.poll()).noneMatch(TopicEvent.Undelivered.class::isInstance);
        }
    }

    /// What one subscriber knows of the news.
    @Namespace("news")
    public interface Headlines {
        record Flash(int number) implements Message<Headlines, Void> {}
    }

    /// What another one makes of the news.
    @Namespace("news")
    public interface Traps {
        record Flash(int number) implements Message<Traps, Void> {
            public Flash {
                if (number == 0) throw new StackOverflowError("on purpose");
            }
        }
    }

    private record Trapped(List<Integer> numbers) implements Actor<Traps> {
        @Override
        public Handlers<Traps> handlers() {
            return Handlers.of(Traps.class).run(Traps.Flash.class, flash -> numbers.add(flash.number()));
        }
    }

    private record Collector(List<Integer> numbers) implements Actor<Headlines> {
        @Override
        public Handlers<Headlines> handlers() {
            return Handlers.of(Headlines.class).run(Headlines.Flash.class, flash -> numbers.add(flash.number()));
        }
    }

    @Test
    void tellsOfEachSubscriptionWhenItBeginsAndWhenItEnds() throws Exception {
        var subscribed = new CompletableFuture<Subscription>();
        raw(peer -> subscribed.complete(topic.subscribe(peer, SubscriberOptions.waiting())));
        var first = subscribed.get();
        var second = topic.subscribe(News.class, room.reader().address(), SubscriberOptions.waiting());
        first.close();
        second.close();

        assertThat(events.poll())
                .containsExactly(
                        new TopicEvent.Subscribed(first),
                        new TopicEvent.Subscribed(second),
                        new TopicEvent.Unsubscribed(first, "it was closed", 0),
                        new TopicEvent.Unsubscribed(second, "it was closed", 0));
    }

    @Test
    void tellsAnObserverHowMuchItHasMissed() throws Exception {
        try (var late =
                topic.events().observe(ObserveOptions.<TopicEvent>defaults().withCapacity(1))) {
            for (var i = 0; i < 3; i++)
                topic.subscribe(News.class, reader.address(), SubscriberOptions.waiting())
                        .close();

            assertThat(Newsroom.next(late, TopicEvent.Missed.class).count()).isEqualTo(5);
            assertThat(Newsroom.next(late, TopicEvent.Unsubscribed.class).lost())
                    .isZero();
        }
    }

    @Nested
    class Refusing {
        @Test
        void refusesToSubscribeAPeerAndItsAddress() throws Exception {
            var pair = wire.ends();
            var peer = Peer.accept(pair.get(0), PeerOptions.defaults(), self -> {});
            ends.add(new RawPeer(pair.get(1)));
            ends.add(peer);
            var address = peer.address(News.class);
            topic.subscribe(peer, SubscriberOptions.waiting());

            assertThatThrownBy(() -> topic.subscribe(News.class, address, SubscriberOptions.waiting()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("subscribed already to topic news");
            topic.subscribers().getFirst().close();
            topic.subscribe(News.class, address, SubscriberOptions.waiting());
            assertThatThrownBy(() -> topic.subscribe(peer, SubscriberOptions.waiting()))
                    .isInstanceOf(IllegalArgumentException.class);
            // what leads elsewhere is no second time
            topic.subscribe(News.class, peer.address(News.class, "other"), SubscriberOptions.waiting());
        }

        @Test
        void refusesNamespacesOfThePeersThemselves() {
            for (var namespace : List.of("thespis", "cap:" + "0".repeat(32)))
                assertThatThrownBy(() -> Topic.of(namespace, List.of("Hello")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("namespace=" + namespace);
        }

        @Test
        void refusesToSubscribeTheSameTwice() {
            subscribeHere();

            assertThatThrownBy(TopicFramesTest.this::subscribeHere)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("subscribed already to topic news");
            assertThat(topic.subscribers()).hasSize(1);
        }

        @Test
        void refusesAProtocolOfWhichItHasNothing() {
            var other = Topic.of("news", List.of("Comment"));

            assertThatThrownBy(() -> other.subscribe(News.class, reader.address(), SubscriberOptions.waiting()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no message of")
                    .hasMessageContaining("[Comment]");
        }

        @Test
        void refusesToPublishAProtocolOfWhichItHasNotAll() {
            assertThatThrownBy(() -> Topic.of("news", List.of("Flash")).address(News.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no message Report, only [Flash]");
        }

        @Test
        void refusesNamesThatAreNone() {
            assertThatThrownBy(() -> Topic.of("", List.of("Flash"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Topic.of("news", List.of())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Topic.of("news", List.of(" "))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Topic.of("news", List.of("Flash", "Flash")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("claimed twice");
        }

        @Test
        void refusesBoundsThatAreNone() {
            assertThatThrownBy(() -> SubscriberOptions.waiting().withMessages(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("messages=0");
            assertThatThrownBy(() -> SubscriberOptions.waiting().withBytes(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bytes=0");
        }
    }
}
