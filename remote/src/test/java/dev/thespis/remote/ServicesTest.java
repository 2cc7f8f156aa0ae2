package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.transport.Transports;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The original's service map scenarios, and what building a map refuses.
@Timeout(60)
final class ServicesTest {
    @Namespace("first")
    public interface First {
        record One() implements Message<First, Long> {}

        record Two() implements Message<First, Long> {}
    }

    @Namespace("second")
    public interface Second {
        record One() implements Message<Second, String> {}
    }

    @Namespace("cap:foreign")
    public interface Foreign {
        record One() implements Message<Foreign, Long> {}
    }

    public interface Bare {
        record One() implements Message<Bare, Long> {}
    }

    @Namespace("dated")
    public interface Dated {
        record Line(Date when) {}

        record Order(List<Line> lines) implements Message<Dated, Long> {}
    }

    private record Counting(long value) implements Actor<First> {
        @Override
        public Handlers<First> handlers() {
            return Handlers.of(First.class).on(First.One.class, one -> value).on(First.Two.class, two -> value * 2);
        }
    }

    private record Naming() implements Actor<Second> {
        @Override
        public Handlers<Second> handlers() {
            return Handlers.of(Second.class).on(Second.One.class, one -> "one");
        }
    }

    private final Nursery nursery = Nursery.open("services");
    private final Address<First> first = nursery.spawn(First.class, () -> new Counting(1));
    private final Address<First> tenth = nursery.spawn(First.class, () -> new Counting(10));
    private final Address<Second> second = nursery.spawn(Second.class, Naming::new);
    private final List<dev.thespis.remote.transport.Duplex> ends = Transports.memory();
    private final Peer server = Peer.accept(ends.get(1), PeerOptions.defaults(), peer -> {});
    private final Peer client = Peer.connect(ends.get(0), PeerOptions.defaults(), peer -> {});

    @AfterEach
    void close() {
        client.close();
        server.close();
        nursery.close();
    }

    private static void assertUnknown(Address<First> address, Message<First, Long> message) {
        assertThatThrownBy(() -> address.call(message))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.UnknownService.class));
    }

    @Nested
    class Exposing {
        @Test
        void exposesSeveralMapsOnOnePeer() throws Exception {
            server.expose(Services.of(First.class, first));
            server.expose(Services.of(Second.class, second));

            assertThat(client.address(First.class).call(new First.One())).isEqualTo(1);
            assertThat(client.address(Second.class).call(new Second.One())).isEqualTo("one");
        }

        @Test
        void exposesOneProtocolUnderSeveralNamespaces() throws Exception {
            server.expose(Services.in("a").add(First.class, first).build());
            server.expose(Services.in("b").add(First.class, tenth).build());

            assertThat(client.address(First.class, "a").call(new First.Two())).isEqualTo(2);
            assertThat(client.address(First.class, "b").call(new First.Two())).isEqualTo(20);
        }

        @Test
        void exposesSingleMessagesToDifferentActors() throws Exception {
            server.expose(Services.in("first")
                    .message(First.One.class, first)
                    .message(First.Two.class, tenth)
                    .build());
            var address = client.address(First.class);

            assertThat(address.call(new First.One())).isEqualTo(1);
            assertThat(address.call(new First.Two())).isEqualTo(20);
        }

        @Test
        void answersUnknownServiceWhereNoHandlerIsSet() {
            server.expose(Services.in("first").message(First.One.class, first).build());

            assertUnknown(client.address(First.class), new First.Two());
        }

        @Test
        void exposesMoreWhileThePeerRuns() throws Exception {
            var address = client.address(First.class);
            assertUnknown(address, new First.One());

            server.expose(Services.of(First.class, first));

            assertThat(address.call(new First.One())).isEqualTo(1);
        }

        @Test
        void sendsOnToAnAddressOfAnotherPeer() throws Exception {
            server.expose(Services.of(First.class, first));
            var links = Transports.memory();
            try (var middle = Peer.accept(
                            links.get(1),
                            PeerOptions.defaults(),
                            peer -> peer.expose(Services.of(First.class, client.address(First.class))));
                    var far = Peer.connect(links.get(0), PeerOptions.defaults(), peer -> {})) {
                assertThat(far.address(First.class).call(new First.Two())).isEqualTo(2);
                server.close();
                assertThatThrownBy(() -> far.address(First.class).call(new First.Two()))
                        .isInstanceOfSatisfying(
                                CallException.class,
                                // the server may have gone before or after the message was written to it
                                e -> assertThat(e.failure())
                                        .isInstanceOfAny(
                                                CallFailure.HandlerFailed.class, CallFailure.ConnectionLost.class));
                assertThat(middle.isOpen()).isTrue();
            }
        }

        @Test
        void tellsTheCallerThatTheActorHasStoppedAndNotHowItIsCalledHere() throws Exception {
            var events = server.events().observe();
            server.expose(Services.of(First.class, first));
            nursery.stop(first).get();
            var address = client.address(First.class);

            assertThatThrownBy(() -> address.call(new First.One()))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure())
                                    .isEqualTo(new CallFailure.ActorStopped("first::One", CallFailure.Handled.NO)));
            assertThat(Until.error(events, PeerError.NotHandled.class).reason()).contains("has stopped");
        }
    }

    @Nested
    class Refusing {
        @Test
        void refusesAServiceThatIsClaimedTwiceInOneMap() {
            var services = Services.in("first").add(First.class, first).message(First.Two.class, tenth);

            assertThatThrownBy(services::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("first::Two")
                    .hasMessageContaining("twice");
        }

        @Test
        void refusesAServiceThatIsExposedAlready() throws Exception {
            server.expose(Services.of(First.class, first));
            var again = Services.in("first").message(First.One.class, tenth).build();

            assertThatThrownBy(() -> server.expose(again))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("first::One")
                    .hasMessageContaining("already");
            assertThat(client.address(First.class).call(new First.One())).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"cap:0123", "thespis"})
        void refusesANamespaceThatIsOfAddressesOrOfThePeersThemselves(String namespace) {
            assertThatThrownBy(() -> Services.in(namespace)).hasMessageContaining("namespace=" + namespace);
            assertThatThrownBy(() -> client.address(First.class, namespace))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("namespace=" + namespace);
        }

        @Test
        void refusesAProtocolThatIsAnnotatedWithSuchANamespace() {
            var address = nursery.spawn(
                    Foreign.class, () -> () -> Handlers.of(Foreign.class).on(Foreign.One.class, one -> 1L));

            assertThatThrownBy(() -> Services.of(Foreign.class, address)).hasMessageContaining("namespace=cap:foreign");
            assertThatThrownBy(() -> client.address(Foreign.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("namespace=cap:foreign");
        }

        @Test
        void refusesAProtocolWithoutANamespace() {
            assertThatThrownBy(() -> client.address(Bare.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("@Namespace");
        }

        @Test
        void refusesATypeThatCantGoOverTheWireAndNamesThePath() {
            assertThatThrownBy(() -> client.address(Dated.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Order")
                    .hasMessageContaining("when")
                    .hasMessageContaining("java.util.Date");
        }
    }
}
