package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Club.Guest;
import dev.thespis.remote.Club.Visitor;
import dev.thespis.wire.EncodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Addresses in what is published.
@Timeout(60)
final class PublishedAddressTest {
    private static final SubscriberOptions WAITING = SubscriberOptions.waiting();

    private final Nursery nursery = Nursery.open("published");
    private final List<Peer> peers = new ArrayList<>();
    private final Semaphore turns = new Semaphore(0);
    private Web web = new Web(Web.Over.MEMORY);

    /// What is published.
    @Namespace("letters")
    public interface Letters {
        record Letter(Address<Guest> sender, String text) implements Message<Letters, Void> {}
    }

    /// Keeps the senders.
    private final class Bag implements Actor<Letters> {
        private final List<Address<Guest>> senders = new ArrayList<>();
        final Address<Letters> address =
                nursery.spawn(Letters.class, ActorOptions.defaults().withMailbox(Mailbox.bounded(1)), () -> this);

        @Override
        public Handlers<Letters> handlers() {
            return Handlers.of(Letters.class).run(Letters.Letter.class, letter -> {
                if (letter.text().equals("wait")) turns.acquire();
                add(letter.sender());
            });
        }

        private synchronized void add(Address<Guest> sender) {
            senders.add(sender);
        }

        List<Address<Guest>> await(int count) {
            Until.holds(() -> senders().size() == count);
            return senders();
        }

        private synchronized List<Address<Guest>> senders() {
            return List.copyOf(senders);
        }
    }

    @AfterEach
    void close() throws Exception {
        turns.release(1_000);
        web.close();
        nursery.close();
    }

    private Peer client(Consumer<Peer> accepted, Bag bag) throws Exception {
        var link = web.link(accepted);
        peers.add(link.serving());
        peers.add(link.using());
        link.using().expose(Services.of(Letters.class, bag.address));
        link.serving().offered(Duration.ofSeconds(20));
        link.using().offered(Duration.ofSeconds(20));
        return link.using();
    }

    private void areEmpty() {
        for (var peer : peers) {
            Until.holds(() -> peer.connection().capabilities().count() == 0);
            Until.holds(() -> peer.connection().holdings().count() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameForASubscriberHoweverOftenItIsPublished(Web.Over over) throws Exception {
        web = new Web(over);
        try (var topic = Topic.of(Letters.class)) {
            var bags = List.of(new Bag(), new Bag());
            for (var bag : bags) client(peer -> topic.subscribe(peer, WAITING), bag);
            var here = new Bag();
            topic.subscribe(Letters.class, here.address, WAITING);
            var visitor = new Visitor(nursery);

            for (var n = 0; n < 50; n++)
                topic.address(Letters.class).send(new Letters.Letter(visitor.shown.address(), "dear all"));

            assertThat(here.await(50)).containsOnly(visitor.shown.address());
            var closed = new ArrayList<CompletableFuture<?>>();
            for (var bag : bags) {
                var senders = bag.await(50);
                assertThat(senders).containsOnly(senders.getFirst());
                assertThat(senders.getFirst().call(new Guest.Hear("hello"))).isEqualTo(5);
                closed.add(senders.getFirst().closed());
            }
            for (var peer : peers)
                assertThat(peer.connection().capabilities().count()).isLessThanOrEqualTo(1);
            visitor.shown.revoke();

            for (var each : closed) each.get(20, TimeUnit.SECONDS);
            for (var bag : bags) bag.senders().forEach(Capability::release);
            areEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesThroughATopicThatDoesNotKnowTheMessagesAndComesHome(Web.Over over) throws Exception {
        web = new Web(over);
        try (var topic = Topic.of("letters", List.of("Letter"))) {
            var own = new Bag();
            var other = new Bag();
            var here = new Bag();
            topic.subscribe(Letters.class, here.address, WAITING);
            var publisher = client(
                    peer -> {
                        topic.subscribe(peer, WAITING);
                        peer.expose(topic);
                    },
                    own);
            client(peer -> topic.subscribe(peer, WAITING), other);
            var visitor = new Visitor(nursery);
            var letters = publisher.address(Letters.class);

            letters.send(new Letters.Letter(visitor.shown.address(), "one"));
            letters.send(new Letters.Letter(visitor.shown.address(), "two"));

            assertThat(own.await(2)).containsOnly(visitor.shown.address());
            for (var bag : List.of(other, here)) {
                var senders = bag.await(2);
                assertThat(senders).containsOnly(senders.getFirst());
                assertThat(senders.getFirst().call(new Guest.Hear("hello"))).isEqualTo(5);
            }
            // and on from there, as a message of this process
            topic.address(Letters.class).send(new Letters.Letter(here.senders().getFirst(), "three"));
            assertThat(own.await(3)).containsOnly(visitor.shown.address());
            assertThat(other.await(3)).containsOnly(other.senders().getFirst());

            here.senders().forEach(Capability::release);
            other.senders().forEach(Capability::release);
            areEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isLetGoOfWithWhatASlowSubscriberLoses(Web.Over over) throws Exception {
        web = new Web(over);
        try (var topic = Topic.of("letters", List.of("Letter"))) {
            var slow = new Bag();
            topic.subscribe(
                    Letters.class,
                    slow.address,
                    SubscriberOptions.droppingOldest().withMessages(2));
            var events = topic.events().observe();
            var letters = client(peer -> peer.expose(topic), new Bag()).address(Letters.class);

            for (var n = 0; n < 20; n++) letters.send(new Letters.Letter(new Visitor(nursery).address, "wait"));
            Newsroom.next(events, TopicEvent.Dropped.class);
            topic.subscribers().getFirst().close();
            turns.release(1_000);

            Until.holds(() -> {
                slow.senders().forEach(Capability::release);
                System.gc(); // the one that was just being handed over is nobody's
                return peers.getLast().connection().capabilities().count() == 0;
            });
            areEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotSentToAPeerOfTheOriginalWhichGetsAllElse(Web.Over over) throws Exception {
        web = new Web(over);
        try (var topic = Topic.of(Letters.class)) {
            var events = topic.events().observe();
            var raw = web.consumer(PeerOptions.defaults(), peer -> topic.subscribe(peer, WAITING));
            raw.frame(5, 0, "f6");
            var bag = new Bag();
            topic.subscribe(Letters.class, bag.address, WAITING);

            topic.address(Letters.class).send(new Letters.Letter(new Visitor(nursery).address, "dear all"));

            assertThat(Newsroom.next(events, TopicEvent.Undelivered.class).cause())
                    .isInstanceOf(EncodeException.class)
                    .hasMessageContaining("knows no capabilities");
            bag.await(1);
            assertThat(topic.subscribers()).hasSize(2);
        }
    }
}
