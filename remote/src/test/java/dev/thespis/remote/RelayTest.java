package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a relay passes on, to whom, and what is told about it.
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"MEMORY", "TCP"})
final class RelayTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Stage stage = new Stage();
    private final Web web;

    RelayTest(Web.Over over) {
        web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        stage.close();
    }

    private static void isUnknown(Peer peer, String namespace) {
        assertThatThrownBy(() -> peer.service(namespace, "Add").call(new byte[] {(byte) 0xa1, 0x61, 'n', 1}, LONG))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.UnknownService.class));
    }

    private static long add(Peer peer, String namespace, long n) throws Exception {
        return peer.address(Play.class, namespace).call(new Play.Add(n));
    }

    private Services play(String namespace) {
        return Services.in(namespace).add(Play.class, stage.spawn()).build();
    }

    private Peer provider(String... namespaces) throws Exception {
        var provider =
                web.link(self -> Arrays.stream(namespaces).map(this::play).forEach(self::expose));
        Web.offers(provider.using(), "Add");
        return provider.using();
    }

    private Peer consumer(ServiceMap... maps) throws Exception {
        return web.link(self -> Arrays.stream(maps).forEach(self::expose)).using();
    }

    private static List<String> namespaces(Peer peer) {
        return Web.offered(peer).stream()
                .map(OfferedService::namespace)
                .distinct()
                .toList();
    }

    @Nested
    final class Scopes {
        @Test
        void everythingPassesOnWhatIsOfferedAndWhatIsNot() throws Exception {
            var provider = web.provider();
            var consumer = consumer(Relay.everything().to(provider.using()));

            provider.serving().frame(0x7777, 0, "f6"); // so it is one that offers nothing
            CompletableFuture<byte[]> call = CompletableFuture.supplyAsync(() -> {
                try {
                    return consumer.service("who", "Knows").call(new byte[] {5}, LONG);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            provider.serving().frame(-1, provider.serving().request().cid(), "06");

            assertThat(call.get()).containsExactly(6);
            assertThat(Web.offered(consumer)).isEmpty();
        }

        @Test
        void offeredPassesOnWhatIsOfferedOnly() throws Exception {
            var consumer = consumer(Relay.offered().to(provider("one", "two")));

            assertThat(namespaces(consumer)).containsExactlyInAnyOrder("one", "two");
            assertThat(add(consumer, "two", 2)).isEqualTo(2);
            isUnknown(consumer, "three");
        }

        @Test
        void namespacePassesOnWhatIsOfferedOfIt() throws Exception {
            var consumer = consumer(Relay.of(new Relay.Scope.Namespace("two"), Choice.roundRobin())
                    .to(provider("one", "two")));

            assertThat(namespaces(consumer)).containsExactly("two");
            assertThat(add(consumer, "two", 2)).isEqualTo(2);
            isUnknown(consumer, "one");
        }

        @Test
        void namedPassesOnOneService() throws Exception {
            var consumer = consumer(Relay.of(new Relay.Scope.Named("one", "Add"), Choice.roundRobin())
                    .to(provider("one", "two")));

            assertThat(Web.offered(consumer)).singleElement().satisfies(offer -> {
                assertThat(offer.name()).isEqualTo("Add");
                assertThat(offer.shape()).isNotZero();
            });
            assertThat(add(consumer, "one", 2)).isEqualTo(2);
            isUnknown(consumer, "two");
        }

        @Test
        void anyPassesOnWhatOneOfThemDoes() throws Exception {
            var scope =
                    new Relay.Scope.Any(List.of(new Relay.Scope.Named("one", "Add"), new Relay.Scope.Namespace("two")));
            var consumer = consumer(Relay.of(scope, Choice.roundRobin()).to(provider("one", "two", "three")));

            assertThat(namespaces(consumer)).containsExactlyInAnyOrder("one", "two");
            assertThat(add(consumer, "one", 1)).isEqualTo(1);
            assertThat(add(consumer, "two", 2)).isEqualTo(2);
            isUnknown(consumer, "three");
        }

        @Test
        void refuseWhatMakesNoSense() {
            assertThatThrownBy(() -> new Relay.Scope.Namespace(" ")).hasMessageContaining("blank");
            assertThatThrownBy(() -> new Relay.Scope.Named("thespis", "Credit")).hasMessageContaining("thespis");
            assertThatThrownBy(() -> new Relay.Scope.Namespace("cap:0123")).hasMessageContaining("namespace=cap:0123");
            assertThatThrownBy(() -> new Relay.Scope.Any(List.of())).hasMessageContaining("empty");
            assertThatThrownBy(() -> new Relay.Scope.Any(List.of(new Relay.Scope.Everything())))
                    .hasMessageContaining("needs nothing else");
        }
    }

    @Nested
    final class BesideLocalServices {
        @Test
        void leaveThemAlone() throws Exception {
            var target = provider("one", "two");
            var consumer = web.link(self -> {
                self.expose(play("one"));
                self.expose(Relay.everything().to(target));
            });

            assertThat(add(consumer.using(), "one", 1)).isEqualTo(1);
            assertThat(add(target, "one", 0)).isZero();
            assertThat(add(consumer.using(), "two", 1)).isEqualTo(1);
            assertThat(add(target, "two", 0)).isEqualTo(1);
        }

        @Test
        void goAndComeBackWithThemThere() throws Exception {
            var target = provider("two");
            var relay = Relay.everything().to(target);
            var consumer = web.link(self -> {
                self.expose(play("one"));
                self.expose(relay);
            });
            assertThat(add(consumer.using(), "two", 1)).isEqualTo(1);

            consumer.serving().withdraw(relay);
            isUnknown(consumer.using(), "two");
            assertThat(add(consumer.using(), "one", 1)).isEqualTo(1);
            consumer.serving().expose(relay);

            assertThat(add(consumer.using(), "two", 1)).isEqualTo(2);
        }

        @Test
        void areWithdrawnAsAWholeOnly() throws Exception {
            var target = provider("one");
            var consumer = web.link(self -> self.expose(Relay.offered().to(target)));

            assertThatThrownBy(() -> consumer.serving().withdraw("one", "Add"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("relay");

            assertThat(add(consumer.using(), "one", 1)).isEqualTo(1);
        }

        @Test
        void areOneThatTakesEverything() throws Exception {
            var target = provider("one");
            var consumer = web.link(self -> self.expose(Relay.everything().to(target)));
            var second = Relay.everything().to(target);

            assertThatThrownBy(() -> consumer.serving().expose(second))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("everything already");

            assertThat(add(consumer.using(), "one", 1)).isEqualTo(1);
            assertThatThrownBy(() -> consumer.serving().withdraw(second)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    final class Mirrors {
        @Test
        void tellEachConsumerWhatChanges() throws Exception {
            var provider = web.link(self -> self.expose(play("one")));
            Web.offers(provider.using(), "Add");
            var relay = Relay.offered().to(provider.using());
            var consumers = new ArrayList<Peer>();
            for (var n = 0; n < 20; n++) consumers.add(consumer(relay));
            var two = play("two");

            provider.serving().expose(two);
            for (var consumer : consumers) {
                Until.holds(() -> namespaces(consumer).contains("two"));
                add(consumer, "two", 1);
            }
            provider.serving().withdraw(two);

            for (var consumer : consumers) {
                Until.holds(() -> !namespaces(consumer).contains("two"));
                isUnknown(consumer, "two");
                assertThat(namespaces(consumer)).containsExactly("one");
            }
        }

        @Test
        void goOnWhileConsumersComeAndGo() throws Exception {
            var provider = web.link(self -> self.expose(play("one")));
            Web.offers(provider.using(), "Add");
            var relay = Relay.offered().to(provider.using());
            var other = play("other");
            var tasks = new ArrayList<Callable<Long>>();
            tasks.add(() -> {
                for (var n = 0; n < 50; n++) {
                    provider.serving().expose(other);
                    provider.serving().withdraw(other);
                }
                return 0L;
            });
            for (var n = 0; n < 4; n++)
                tasks.add(() -> {
                    var total = 0L;
                    try (var own = new Web(Web.Over.MEMORY)) {
                        for (var i = 0; i < 20; i++) {
                            var consumer = own.link(self -> self.expose(relay));
                            total = add(consumer.using(), "one", 1);
                            if (i % 3 == 0) consumer.serving().withdraw(relay);
                            if (i % 3 == 1) consumer.using().close();
                        }
                    }
                    return total;
                });

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var task : threads.invokeAll(tasks)) task.get();
            }

            var consumer = consumer(relay);
            assertThat(add(consumer, "one", 0)).isEqualTo(80);
            assertThat(namespaces(consumer)).containsExactly("one");
        }

        @Test
        void passToThoseWhoOfferIt() throws Exception {
            var consumer = consumer(Relay.offered().to(provider("one")).to(provider("two")));

            for (var n = 1; n <= 4; n++) {
                assertThat(add(consumer, "one", 1)).isEqualTo(n);
                assertThat(add(consumer, "two", 1)).isEqualTo(n);
            }
        }

        @Test
        void tellOnceOfATargetWithOtherTypes() throws Exception {
            var relay = Relay.offered();
            var happened = relay.events().observe();
            var targets = new ArrayList<Peer>();
            var id = ServiceId.of("one", "Add");
            for (var shape = 1; shape <= 2; shape++) {
                var target = web.provider();
                target.serving().hello();
                target.serving().control(new Offer(List.of(new Offer.Item("one", "Add", id.value(), shape))));
                Web.offers(target.using(), "Add");
                targets.add(target.using());
                relay.to(target.using());
            }
            var consumer = consumer(relay);
            assertThat(namespaces(consumer)).containsExactly("one");
            relay.to(provider("two"));

            assertThat(happened.poll())
                    .filteredOn(RelayEvent.ShapesDiffer.class::isInstance)
                    .containsExactly(
                            new RelayEvent.ShapesDiffer(new OfferedService("one", "Add", id, 1), targets.getLast()));
        }

        @Test
        void dropWhatOnlyTheTargetOfferedThatIsTakenAway() throws Exception {
            var two = provider("two");
            var relay = Relay.offered().to(provider("one")).to(two);
            var happened = relay.events().observe();
            var consumer = consumer(relay);
            assertThat(add(consumer, "two", 1)).isEqualTo(1);

            relay.remove(two);
            relay.remove(two);

            assertThat(happened.poll()).containsExactly(new RelayEvent.TargetRemoved(two));
            isUnknown(consumer, "two");
            assertThat(add(consumer, "one", 1)).isEqualTo(1);
            assertThat(two.isOpen()).isTrue();
        }

        @Test
        void dropWhatATargetWithdrawsWhileAnotherOneIsSilent() throws Exception {
            var two = play("two");
            var talking = web.link(self -> {
                self.expose(play("one"));
                self.expose(two);
            });
            Web.offers(talking.using(), "Add");
            var relay = Relay.offered().to(talking.using()).to(web.provider().using());
            var consumer = consumer(relay);
            assertThat(add(consumer, "two", 1)).isEqualTo(1);

            talking.serving().withdraw(two);

            Until.holds(() -> namespaces(consumer).equals(List.of("one")));
            isUnknown(consumer, "two");
        }

        @Test
        void letCallsGoOnWhoseTargetIsTakenAway() throws Exception {
            var one = provider("one");
            var relay = Relay.offered().to(one);
            CompletableFuture<Long> call =
                    consumer(relay).address(Play.class, "one").callAsync(new Play.Block());
            Until.holds(() -> stage.blocked.get() == 1);

            relay.remove(one);
            stage.release.countDown();

            assertThat(call.get()).isZero();
        }
    }

    @Test
    void leavesTheTargetOutThatHasSaidGoodbye() throws Exception {
        var leaving = web.provider();
        leaving.serving().hello();
        leaving.serving().offer();
        var staying = provider("one");
        var relay = Relay.everything().to(leaving.using()).to(staying);
        var consumer = consumer(relay);

        leaving.serving().control(new Goodbye("later"));
        Until.holds(() -> relay.targets().equals(List.of(staying)));

        for (var n = 1; n <= 4; n++) assertThat(add(consumer, "one", 1)).isEqualTo(n);
    }

    @Test
    void takesATargetOnceAndOneThatHasEndedNotAtAll() throws Exception {
        var ended = provider("one");
        ended.close();
        var target = provider("one");
        var relay = Relay.everything();
        var happened = relay.events().observe();

        relay.to(target).to(target).to(ended);

        assertThat(relay.targets()).containsExactly(target);
        assertThat(happened.poll())
                .containsExactly(
                        new RelayEvent.TargetAdded(target),
                        new RelayEvent.TargetAdded(ended),
                        new RelayEvent.TargetGone(ended));
    }

    @Test
    void isWithdrawnFromAPeerThatHasEnded() throws Exception {
        var relay = Relay.everything().to(provider("one"));
        var consumer = web.link(self -> self.expose(relay));

        consumer.serving().close();
        consumer.serving().withdraw(relay);

        assertThat(relay.exposures()).isZero();
    }

    @Test
    void keepsNothingOfConsumersAndTargetsThatHaveGone() throws Exception {
        var relay = Relay.everything().to(provider("one"));
        for (var n = 0; n < 10; n++) {
            var consumer = consumer(relay);
            relay.to(provider("two"));
            add(consumer, "one", 1);
            consumer.close();
            relay.targets().getLast().close();
        }

        Until.holds(() -> relay.exposures() == 0);
        assertThat(relay.targets()).hasSize(1);
    }
}
