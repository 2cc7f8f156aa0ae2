package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Services that come, go and change while the peers run.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class ExposureTest {
    private final Wire wire;
    private final Nursery nursery = Nursery.open("exposure");
    private final Desk.Clerk ada = new Desk.Clerk("Ada");
    private final Desk.Clerk bob = new Desk.Clerk("Bob");
    private final Address<Desk> adasDesk = nursery.spawn(Desk.class, () -> ada);
    private final Address<Desk> bobsDesk = nursery.spawn(Desk.class, () -> bob);
    private final Address<Desk.Rebuilt> machine = nursery.spawn(Desk.Rebuilt.class, Desk.Machine::new);
    private final Services adas = Services.of(Desk.class, adasDesk);
    private final Services bobs = Services.of(Desk.class, bobsDesk);
    private final Services rebuilt = Services.of(Desk.Rebuilt.class, machine);
    private Peer server;
    private Peer client;
    private Observer<PeerEvent> events;

    ExposureTest(Wire wire) {
        this.wire = wire;
    }

    @BeforeEach
    void open() throws Exception {
        open(Limits.defaults());
    }

    private void open(Limits limits) throws IOException, InterruptedException {
        var ends = wire.ends();
        server = Peer.accept(ends.get(0), PeerOptions.defaults().withLimits(limits), peer -> {});
        client = Peer.connect(
                ends.get(1),
                PeerOptions.defaults(),
                peer -> events = peer.events().observe());
        try {
            Until.event(events, PeerEvent.Offered.class);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        ada.release.countDown();
        bob.release.countDown();
        client.close();
        server.close();
        nursery.close();
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.UnknownService.class));
    }

    private List<String> namesOf(List<OfferedService> services) {
        return services.stream()
                .map(service -> service.namespace() + "::" + service.name())
                .toList();
    }

    /// All events until services of the namespace are offered, which marks the end of what is looked at.
    private List<PeerEvent> eventsUntilMark() throws Exception {
        server.expose(Services.in("mark").add(Desk.class, bobsDesk).build());
        var seen = new ArrayList<PeerEvent>();
        while (true) {
            var event = Until.event(events, PeerEvent.class);
            if (event instanceof PeerEvent.Offered offered
                    && offered.services().getFirst().namespace().equals("mark")) return seen;
            seen.add(event);
        }
    }

    @Nested
    class Exposing {
        @Test
        void tellsTheOtherSide() throws Exception {
            server.expose(adas);

            assertThat(namesOf(Until.event(events, PeerEvent.Offered.class).services()))
                    .containsExactlyElementsOf(adas.names());
            assertThat(namesOf(client.offered(java.time.Duration.ZERO))).containsExactlyElementsOf(adas.names());
        }

        @Test
        void whatTheOtherSideHearsOfIsThere() throws Exception {
            for (var i = 0; i < 200; i++) {
                var services =
                        Services.in("desk-" + i).add(Desk.class, adasDesk).build();
                try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
                    var exposing = background.submit(() -> server.expose(services));
                    var offered = Until.event(events, PeerEvent.Offered.class).services();
                    var desk = client.address(Desk.class, offered.getFirst().namespace());
                    assertThat(desk.call(new Desk.Ask())).isEqualTo("Ada");
                    exposing.get();
                }
            }
        }

        @Test
        void whatAHandlerExposesIsThereWhenItsCallerIsAnswered() throws Exception {
            server.expose(
                    Services.of(Desk.Door.class, nursery.spawn(Desk.Door.class, () -> new Desk.Doorman(adasDesk))));
            var door = client.address(Desk.Door.class);

            for (var i = 0; i < 200; i++) {
                door.call(new Desk.Door.Open("room-" + i));
                assertThat(client.address(Desk.class, "room-" + i).call(new Desk.Ask()))
                        .isEqualTo("Ada");
                assertThat(namesOf(client.offered(java.time.Duration.ZERO))).contains("room-" + i + "::Ask");
            }
        }

        @Test
        void aPartOfAMapLeavesTheRestUnknown() throws Exception {
            server.expose(adas.only(Desk.Ask.class));
            var desk = client.address(Desk.class);

            assertThat(desk.call(new Desk.Ask())).isEqualTo("Ada");
            assertUnknown(() -> desk.call(new Desk.Wait()));
            server.expose(bobs.without(Desk.Ask.class, Desk.Wait.class));
            desk.call(new Desk.Tell(1));
            assertThat(bob.told).hasValue(1);
        }

        @Test
        void aPartThatIsNotInTheMapIsRefused() {
            assertThatThrownBy(() -> adas.only(Desk.Door.Open.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Open")
                    .hasMessageContaining("desk::Ask");
        }

        @Test
        void doesNothingOnceThePeerHasEnded() {
            server.close();

            server.expose(adas);
            server.withdraw(adas);
        }
    }

    @Nested
    class Withdrawing {
        @Test
        void tellsTheOtherSide() throws Exception {
            server.expose(adas);
            server.withdraw(adas);

            var withdrawn = Until.event(events, PeerEvent.Withdrawn.class).services();
            assertThat(namesOf(withdrawn)).containsExactlyElementsOf(adas.names());
            assertThat(client.offered(java.time.Duration.ZERO)).isEmpty();
        }

        @Test
        void makesTheServiceUnknown() throws Exception {
            server.expose(adas);
            var desk = client.address(Desk.class);
            desk.call(new Desk.Ask());
            var errors = server.events().observe();

            server.withdraw(adas);

            assertUnknown(() -> desk.call(new Desk.Ask()));
            desk.send(new Desk.Tell(1));
            assertThat(Until.error(errors, PeerError.UnknownService.class).call())
                    .isEqualTo(1 + 1);
            assertThat(Until.error(errors, PeerError.UnknownService.class))
                    .isEqualTo(new PeerError.UnknownService(ServiceId.of("desk", "Tell"), 0));
            assertThat(ada.told).hasValue(0);
        }

        @Test
        void letsCallsInFlightEndProperlyRunningOrQueued() throws Exception {
            server.expose(adas);
            var desk = client.address(Desk.class);
            var running = desk.callAsync(new Desk.Wait());
            var queued = desk.callAsync(new Desk.Ask());
            desk.send(new Desk.Tell(1));
            ada.waiting.await();
            client.ping(java.time.Duration.ofSeconds(20)); // so what was sent before has arrived

            server.withdraw(adas);
            assertUnknown(() -> desk.call(new Desk.Ask()));
            ada.release.countDown();

            assertThat(running.get()).isEqualTo("Ada");
            assertThat(queued.get()).isEqualTo("Ada");
            Until.holds(() -> ada.told.get() == 1);
        }

        @Test
        void letsThoseWhoWaitForCreditGoOnToLearnOfIt() throws Exception {
            client.close();
            server.close();
            open(Limits.defaults().withWindowMessages(2));
            server.expose(adas);
            var desk = client.address(Desk.class);
            var running = List.of(desk.callAsync(new Desk.Wait()), desk.callAsync(new Desk.Wait()));
            try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
                var waiting = background.submit(() -> desk.call(new Desk.Wait()));
                Until.event(events, PeerEvent.CreditExhausted.class);
                ada.waiting.await();
                client.ping(java.time.Duration.ofSeconds(20));

                server.withdraw(adas);
                ada.release.countDown();

                for (var call : running) assertThat(call.get()).isEqualTo("Ada");
                assertThatThrownBy(waiting::get)
                        .cause()
                        .isInstanceOfSatisfying(
                                CallException.class,
                                e -> assertThat(e.failure()).isInstanceOf(CallFailure.UnknownService.class));
            }
        }

        @Test
        void oneServiceLeavesTheOthers() throws Exception {
            server.expose(adas);
            var desk = client.address(Desk.class);

            server.withdraw("desk", "Ask");

            assertUnknown(() -> desk.call(new Desk.Ask()));
            desk.call(new Desk.Tell(1));
            server.withdraw(adas.without(Desk.Ask.class));
            assertUnknown(() -> desk.call(new Desk.Tell(2)));
        }

        @Test
        void isUndoneByExposingAgain() throws Exception {
            var desk = client.address(Desk.class);
            for (var i = 0; i < 100; i++) {
                server.expose(adas);
                assertThat(desk.call(new Desk.Ask())).isEqualTo("Ada");
                server.withdraw(Services.of(Desk.class, adasDesk)); // an equal map
                assertUnknown(() -> desk.call(new Desk.Ask()));
            }
        }

        @Test
        void isRefusedForWhatIsNotExposedAndNothingChanges() throws Exception {
            server.expose(adas.without(Desk.Wait.class));
            var desk = client.address(Desk.class);

            assertThatThrownBy(() -> server.withdraw(adas))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("service desk::Wait is not exposed on this peer");
            assertThatThrownBy(() -> server.withdraw(bobs.only(Desk.Ask.class)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("desk::Ask")
                    .hasMessageContaining("another address or gate");
            assertThatThrownBy(() -> server.withdraw("desk", "Wait"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("service desk::Wait is not exposed on this peer");
            assertThat(desk.call(new Desk.Ask())).isEqualTo("Ada");
        }

        @Test
        void oneServiceOfATopicLeavesTheOthers() throws Exception {
            try (var topic = Topic.of("news", List.of("Flash", "Rumour"))) {
                server.expose(topic);
                Until.event(events, PeerEvent.Offered.class);

                server.withdraw("news", "Rumour");

                assertThat(namesOf(
                                Until.event(events, PeerEvent.Withdrawn.class).services()))
                        .containsExactly("news::Rumour");
                assertThat(namesOf(client.offered(java.time.Duration.ZERO))).containsExactly("news::Flash");
            }
        }

        @Test
        void oneServiceOfARelayIsRefused() throws Exception {
            client.expose(Services.in("far").add(Desk.class, adasDesk).build());
            server.offered(java.time.Duration.ofSeconds(20));
            Until.holds(() -> !server.connection().control().offers().now().isEmpty());
            var ends = wire.ends();
            try (var front = Peer.accept(
                            ends.get(0),
                            PeerOptions.defaults(),
                            peer -> peer.expose(Relay.offered().to(server)));
                    var user = Peer.connect(ends.get(1), PeerOptions.defaults(), peer -> {})) {
                assertThatThrownBy(() -> front.withdraw("far", "Ask"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("far::Ask")
                        .hasMessageContaining("relay");
                assertThat(user.address(Desk.class, "far").call(new Desk.Ask())).isEqualTo("Ada");
            }
        }
    }

    @Nested
    class Replacing {
        @Test
        void isNotNoticedByTheOtherSide() throws Exception {
            server.expose(adas);
            Until.event(events, PeerEvent.Offered.class);
            var desk = client.address(Desk.class);
            assertThat(desk.call(new Desk.Ask())).isEqualTo("Ada");

            server.replace(adas, bobs);

            assertThat(desk.call(new Desk.Ask())).isEqualTo("Bob");
            assertThat(eventsUntilMark()).isEmpty();
        }

        @Test
        void losesNoCall() throws Exception {
            server.expose(adas);
            var desk = client.address(Desk.class);
            var over = new AtomicBoolean();
            Callable<Integer> calling = () -> {
                var calls = 0;
                for (; !over.get(); calls++)
                    assertThat(desk.call(new Desk.Ask())).isIn("Ada", "Bob");
                return calls;
            };
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var all = List.of(callers.submit(calling), callers.submit(calling), callers.submit(calling));
                for (var i = 0; i < 200; i++) {
                    server.replace(adas, bobs);
                    assertThat(desk.call(new Desk.Ask())).isEqualTo("Bob");
                    server.replace(bobs, adas);
                    assertThat(desk.call(new Desk.Ask())).isEqualTo("Ada");
                }
                over.set(true);
                for (var one : all) assertThat(one.get()).isPositive();
            }
        }

        @Test
        void leavesWhatHasArrivedToTheOldActor() throws Exception {
            server.expose(adas);
            var desk = client.address(Desk.class);
            var old = desk.callAsync(new Desk.Wait());
            ada.waiting.await();

            server.replace(adas, bobs);

            assertThat(desk.call(new Desk.Ask())).isEqualTo("Bob");
            ada.release.countDown();
            assertThat(old.get()).isEqualTo("Ada");
        }

        @Test
        void ofAPartLeavesTheRest() throws Exception {
            server.expose(adas);
            var desk = client.address(Desk.class);

            server.replace(adas.only(Desk.Ask.class), bobs.only(Desk.Ask.class));

            assertThat(desk.call(new Desk.Ask())).isEqualTo("Bob");
            desk.call(new Desk.Tell(1));
            assertThat(ada.told).hasValue(1);
        }

        @Test
        void byFewerOrMoreTellsOfTheDifference() throws Exception {
            server.expose(adas.without(Desk.Tell.class));
            Until.event(events, PeerEvent.Offered.class);

            server.replace(adas.without(Desk.Tell.class), bobs.without(Desk.Wait.class));

            var seen = eventsUntilMark();
            assertThat(seen).hasSize(2);
            assertThat(namesOf(((PeerEvent.Withdrawn) seen.get(0)).services())).containsExactly("desk::Wait");
            assertThat(namesOf(((PeerEvent.Offered) seen.get(1)).services())).containsExactly("desk::Tell");
        }

        @Test
        void withOtherTypesOffersAgainAndTellsBeforeACallFails() throws Exception {
            server.expose(adas.only(Desk.Ask.class));
            Until.event(events, PeerEvent.Offered.class);
            var desk = client.address(Desk.class);

            server.replace(adas.only(Desk.Ask.class), rebuilt.only(Desk.Rebuilt.Ask.class));

            assertThatThrownBy(() -> desk.call(new Desk.Ask()))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.Undecodable.class));
            var seen = events.poll();
            assertThat(seen).hasExactlyElementsOfTypes(PeerEvent.Offered.class, PeerEvent.ShapeDiffers.class);
            assertThat(client.address(Desk.Rebuilt.class).call(new Desk.Rebuilt.Ask(2)))
                    .isEqualTo("machine on floor 2");
        }

        @Test
        void isRefusedAsAWholeAndNothingChanges() throws Exception {
            server.expose(adas.without(Desk.Wait.class));
            server.expose(bobs.only(Desk.Wait.class));
            Until.event(events, PeerEvent.Offered.class);
            Until.event(events, PeerEvent.Offered.class);

            assertThatThrownBy(() -> server.replace(adas.without(Desk.Wait.class), bobs))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("desk::Wait")
                    .hasMessageContaining("already");
            assertThatThrownBy(() -> server.replace(adas, bobs))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("desk::Wait");

            assertThat(client.address(Desk.class).call(new Desk.Ask())).isEqualTo("Ada");
            assertThat(eventsUntilMark()).isEmpty();
        }
    }

    @Nested
    class Shapes {
        @Test
        void thatDifferAreAnEventBeforeACallFails() throws Exception {
            server.expose(rebuilt);
            var desk = client.address(Desk.class);

            assertThatThrownBy(() -> desk.call(new Desk.Tell(1)))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.Undecodable.class));

            assertThat(events.poll().stream()
                            .filter(PeerEvent.ShapeDiffers.class::isInstance)
                            .map(event ->
                                    ((PeerEvent.ShapeDiffers) event).service().name()))
                    .containsExactlyInAnyOrder("Ask", "Tell");
        }

        @Test
        void areToldOfOnceHoweverManyAddressesThereAre() throws Exception {
            server.expose(rebuilt.only(Desk.Rebuilt.Ask.class));
            var addresses = new ArrayList<Address<Desk>>();
            for (var i = 0; i < 5; i++) addresses.add(client.address(Desk.class));
            Until.event(events, PeerEvent.ShapeDiffers.class);
            for (var i = 0; i < 5; i++) addresses.add(client.address(Desk.class));

            assertThat(eventsUntilMark()).isEmpty();
            assertThat(addresses).hasSize(10).containsOnly(addresses.getFirst());
        }

        @Test
        void areToldOfAgainWhenTheServiceComesAgain() throws Exception {
            var one = rebuilt.only(Desk.Rebuilt.Ask.class);
            var desk = client.address(Desk.class);
            for (var i = 0; i < 2; i++) {
                server.expose(one);
                var differs = Until.event(events, PeerEvent.ShapeDiffers.class);
                assertThat(differs.service().name()).isEqualTo("Ask");
                assertThat(differs.shape()).isNotEqualTo(differs.service().shape());
                server.withdraw(one);
                Until.event(events, PeerEvent.Withdrawn.class);
            }
            assertThat(desk.name()).startsWith("desk@");
        }

        @Test
        void thatAreTheSameAreNoEvent() throws Exception {
            var desk = client.address(Desk.class);
            server.expose(adas);
            Until.event(events, PeerEvent.Offered.class);

            assertThat(desk.call(new Desk.Ask())).isEqualTo("Ada");
            assertThat(eventsUntilMark()).isEmpty();
        }
    }
}
