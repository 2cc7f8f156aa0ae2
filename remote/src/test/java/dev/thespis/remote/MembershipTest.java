package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.remote.Newsroom.News;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How a subscription ends that the subscriber has asked for, on both sides.
@Timeout(60)
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
final class MembershipTest {
    private final Newsroom room = new Newsroom();
    private final Topic topic = Topic.of(News.class);
    private final Newsroom.Reader reader = room.reader();
    private final Services subscriptions = topic.subscriptions(room.nursery, SubscriberOptions.waiting());
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Web web;

    MembershipTest(Web.Over over) {
        this.web = new Web(over);
    }

    @AfterEach
    void shut() throws Exception {
        gate.countDown();
        topic.close();
        web.close();
        room.close();
    }

    private Web.Link link(Services exposed) throws Exception {
        return web.link(peer -> peer.expose(exposed));
    }

    /// Whoever comes there waits until the test is over, whatever others want.
    private void hold() {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                // its caller has gone
            }
        }
    }

    private Services neverLettingGo() {
        return subscriptions.guardedBy((caller, service, message) -> {
            if (message instanceof Subscriptions.Unsubscribe) hold();
            return Gate.pass();
        });
    }

    private Subscription join(Peer client) throws Exception {
        return Topic.join(client, News.class, reader.address());
    }

    private void isOver(Web.Link link, Subscription subscription) throws Exception {
        Until.holds(() -> topic.subscribers().isEmpty());
        Until.holds(() -> !subscription.isOpen());
        assertThat(link.using().isOpen()).isTrue();
        Until.holds(() -> Web.offered(link.serving()).isEmpty()); // nothing takes what is published
        Until.holds(() -> Web.offered(link.using()).stream()
                .noneMatch(service -> service.name().equals("Subscribed")));
    }

    @Test
    void isNoticedWhenTheBrokerClosesIt() throws Exception {
        var link = link(subscriptions);
        var subscription = join(link.using());
        topic.address(News.class).send(new News.Flash(0, 1));

        topic.subscribers().getFirst().close();

        isOver(link, subscription);
        var again = join(link.using());
        topic.address(News.class).send(new News.Flash(0, 2));
        Until.holds(() -> reader.numbers().contains(2));
        assertThat(again.isOpen()).isTrue();
        subscription.close(); // it is another one
        assertThat(topic.subscribers()).hasSize(1);
    }

    @Test
    void isNoticedWhenTheTopicIsClosedAndNothingIsLost() throws Exception {
        var link = link(subscriptions);
        var subscription = join(link.using());

        for (var n = 0; n < 100; n++) topic.address(News.class).send(new News.Flash(0, n));
        topic.close();

        isOver(link, subscription);
        Until.holds(() -> reader.numbers().size() == 100);
    }

    @Test
    void endsWithItsOwnActor() throws Exception {
        var link = link(subscriptions);
        var subscription = join(link.using());

        room.nursery.stop(reader.address()).get();

        isOver(link, subscription);
    }

    @Test
    void endsAlthoughItsCloseIsInterrupted() throws Exception {
        var link = link(neverLettingGo());
        var subscription = join(link.using());

        Thread.currentThread().interrupt();
        subscription.close();

        assertThat(Thread.interrupted()).isTrue();
        isOver(link, subscription);
    }

    @Test
    void endsAlthoughAGateDoesNotLetItGo() throws Exception {
        var link = link(subscriptions.guardedBy((caller, service, message) ->
                message instanceof Subscriptions.Unsubscribe ? Gate.refuse("stay") : Gate.pass()));
        var subscription = join(link.using());

        subscription.close();

        isOver(link, subscription);
    }

    @Test
    void endsAlthoughTheBrokerTakesNoRequestsForItAnyMore() throws Exception {
        var link = link(subscriptions);
        var subscription = join(link.using());

        link.serving().withdraw(subscriptions);
        assertThat(topic.subscribers()).hasSize(1);
        topic.address(News.class).send(new News.Flash(0, 1));
        Until.holds(() -> reader.numbers().equals(List.of(1)));
        subscription.close();

        isOver(link, subscription);
    }

    @Test
    void endsAlthoughTheBrokerDoesNotAnswer() throws Exception {
        var brief = PeerOptions.defaults().withLimits(Limits.defaults().withCallDeadline(Duration.ofMillis(100)));
        var link = web.link(PeerOptions.defaults(), peer -> peer.expose(neverLettingGo()), brief);
        var subscription = join(link.using());

        subscription.close();

        isOver(link, subscription);
    }

    @Test
    void endsInAStageOfAFuture() throws Exception {
        var link = link(subscriptions);
        link.serving().expose(Services.of(Sums.class, room.nursery.spawn(Sums.class, Sums.Sum::new)));
        var subscription = join(link.using());

        var closed = new CompletableFuture<Void>();
        var unused = link.using().address(Sums.class).callAsync(new Sums.Show()).thenRun(() -> {
            subscription.close();
            closed.complete(null);
        });

        closed.get();
        isOver(link, subscription);
    }

    @Test
    void doesNotBeginIfItsJoiningIsInterrupted() throws Exception {
        var entered = new CountDownLatch(1);
        var link = link(subscriptions.guardedBy((caller, service, message) -> {
            if (message instanceof Subscriptions.Subscribe) {
                entered.countDown();
                hold();
            }
            return Gate.pass();
        }));
        var joining = new CompletableFuture<Subscription>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                joining.complete(join(link.using()));
            } catch (Exception e) {
                joining.completeExceptionally(e);
            }
        });
        entered.await();

        thread.interrupt();
        assertThatThrownBy(joining::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        gate.countDown();

        link.using().address(Subscriptions.class, "news_topic").call(new Subscriptions.Unsubscribe());
        assertThat(topic.subscribers()).isEmpty();
        Until.holds(() -> Web.offered(link.serving()).isEmpty());
    }

    @Test
    void isNotMadeAnyMoreAndNothingPublishedWhenBothAreWithdrawn() throws Exception {
        var link = link(subscriptions);
        link.serving().expose(topic);
        var events = link.serving().events().observe();
        var news = link.using().address(News.class);
        var subscription = join(link.using());
        news.send(new News.Flash(0, 0));
        Until.holds(() -> reader.numbers().equals(List.of(0)));

        link.serving().withdraw(topic);
        link.serving().withdraw(subscriptions);

        news.send(new News.Flash(0, 1));
        Until.error(events, PeerError.UnknownService.class);
        topic.address(News.class).send(new News.Flash(0, 2));
        Until.holds(() -> reader.numbers().equals(List.of(0, 2)));
        subscription.close();
        isOver(link, subscription);
        assertThatThrownBy(() -> join(link.using()))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.UnknownService.class));
        link.serving().expose(topic);
        topic.subscribe(News.class, reader.address(), SubscriberOptions.waiting());
        news.send(new News.Flash(0, 3));
        Until.holds(() -> reader.numbers().equals(List.of(0, 2, 3)));
    }

    @Test
    void lastsAsLongAsAnyOfItsServicesIsExposed() throws Exception {
        var link = link(subscriptions);
        var subscription = join(link.using());

        link.using().withdraw("news", "Report");
        topic.address(News.class).send(new News.Flash(0, 1));
        Until.holds(() -> reader.numbers().equals(List.of(1)));
        assertThat(topic.subscribers()).hasSize(1);
        assertThat(subscription.isOpen()).isTrue();
        link.using().withdraw("news", "Flash");

        isOver(link, subscription);
    }

    @Test
    void leavesNothingExposedIfPartOfItWasWithdrawn() throws Exception {
        var link = link(subscriptions);
        var subscription = join(link.using());
        link.using().withdraw("news", "Report");

        subscription.close();

        isOver(link, subscription);
        assertThat(join(link.using()).isOpen()).isTrue();
    }

    @Test
    void leavesNothingAtItsActorWhenItsConnectionEnds() throws Exception {
        var link = link(subscriptions);
        var subscription = join(link.using());

        link.serving().close();
        link.using().join();

        assertThat(subscription.isOpen()).isFalse();
        assertThat(link.using().connection().exposed().services()).isEmpty();
    }
}
