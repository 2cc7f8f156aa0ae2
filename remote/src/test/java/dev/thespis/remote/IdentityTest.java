package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Who sends, as handlers see it, and what can be noted about it.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class IdentityTest {
    private final Wire wire;
    private final Nursery nursery = Nursery.open("identity");
    private final Phaser together = new Phaser(2);
    private final Address<Office> back = nursery.spawn(Office.class, self -> new Office.Receptionist(self, together));
    private final Address<Office> front = nursery.spawn(Office.class, () -> new Office.Receptionist(back, together));
    private final List<Peer> peers = new ArrayList<>();

    IdentityTest(Wire wire) {
        this.wire = wire;
    }

    /// Two peers that are connected.
    private record Link(Peer server, Peer client) {
        Address<Office> office() {
            return client.address(Office.class);
        }
    }

    private Link link() throws IOException {
        var ends = wire.ends();
        return link(ends.get(0), ends.get(1));
    }

    private Link link(Duplex here, Duplex there) {
        var server = Peer.accept(here, PeerOptions.defaults(), peer -> peer.expose(Services.of(Office.class, front)));
        var client = Peer.connect(there, PeerOptions.defaults(), peer -> {});
        peers.add(client);
        peers.add(server);
        return new Link(server, client);
    }

    @AfterEach
    void close() {
        together.forceTermination();
        peers.forEach(Peer::close);
        nursery.close();
    }

    @Nested
    class TheCaller {
        @Test
        void isTheConnectionThatTheMessageCameThrough() throws Exception {
            var one = link();
            var other = link();
            one.office().call(new Office.Login("Ada"));
            other.office().call(new Office.Login("Bob"));

            for (var i = 0; i < 50; i++) {
                assertThat(one.office().call(new Office.WhoAmI())).isEqualTo("Ada");
                assertThat(other.office().call(new Office.WhoAmI())).isEqualTo("Bob");
            }
            assertThat(one.office().call(new Office.PeerId()))
                    .isEqualTo(one.server().id());
        }

        @Test
        void isEachOnesOwnInHandlersThatRunAtOnce() throws Exception {
            var one = link();
            var other = link();
            one.office().call(new Office.Login("Ada"));
            other.office().call(new Office.Login("Bob"));

            var ada = one.office().callAsync(new Office.WhoAreWe());
            var bob = other.office().callAsync(new Office.WhoAreWe());

            assertThat(ada.get()).isEqualTo("Ada");
            assertThat(bob.get()).isEqualTo("Bob");
        }

        @Test
        void hasTheAddressOfTheOtherEnd() throws Exception {
            var link = link();

            assertThat(link.office().call(new Office.WhereAmI()))
                    .isNotBlank()
                    .isEqualTo(link.server().remoteAddress());
        }

        @Test
        void isAnonymousWhereTheTransportAuthenticatesNobody() throws Exception {
            assertThat(link().office().call(new Office.Principal())).isEqualTo("anonymous");
        }

        @Test
        void isWhoTheTransportHasAuthenticated() throws Exception {
            var ends = wire.ends();
            var link = link(new Authenticated(ends.get(0), () -> "CN=ada"), ends.get(1));

            assertThat(link.office().call(new Office.Principal())).isEqualTo("CN=ada");
            assertThat(link.server().principal().getName()).isEqualTo("CN=ada");
        }

        @Test
        void isNobodyForActorsBehindTheOneThatWasCalled() throws Exception {
            var office = link().office();

            assertThat(office.call(new Office.IsRemote())).isTrue();
            assertThat(office.call(new Office.Behind())).isFalse();
        }

        @Test
        void isNobodyForMessagesOfThisProcess() throws Exception {
            var office = link().office();
            for (var i = 0; i < 50; i++) {
                office.send(new Office.IsRemote());
                assertThat(front.call(new Office.IsRemote())).isFalse();
                assertThat(office.call(new Office.IsRemote())).isTrue();
            }
            assertThatThrownBy(() -> front.call(new Office.WhoAmI()))
                    .isInstanceOf(CallException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }

        @Test
        void isNobodyInThreadsThatAHandlerStarts() throws Exception {
            assertThat(link().office().call(new Office.Aside())).isFalse();
        }

        @Test
        void isNobodyOutsideOfHandlers() {
            assertThat(Caller.isRemote()).isFalse();
            assertThatThrownBy(Caller::current)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("isRemote()");
        }

        @Test
        void isThePeerBetweenForWhatItPassesOn() throws Exception {
            var far = link();
            far.office().call(new Office.Login("between"));
            var ends = wire.ends();
            var services = Services.in("onward").add(Office.class, far.office()).build();
            var between = Peer.accept(ends.get(0), PeerOptions.defaults(), peer -> peer.expose(services));
            var client = Peer.connect(ends.get(1), PeerOptions.defaults(), peer -> {});
            peers.addAll(List.of(client, between));

            assertThat(client.address(Office.class, "onward").call(new Office.WhoAmI()))
                    .isEqualTo("between");
        }
    }

    @Nested
    class TheAttributes {
        @Test
        void areThoseOfThePeer() throws Exception {
            var link = link();
            link.server().attributes().set(Office.NAME, "Eve");

            assertThat(link.office().call(new Office.WhoAmI())).isEqualTo("Eve");
            link.office().call(new Office.Login("Ada"));
            assertThat(link.server().attributes().get(Office.NAME)).isEqualTo("Ada");
        }

        @Test
        void areNotThoseOfAnotherConnection() throws Exception {
            link().office().call(new Office.Login("Ada"));

            assertThat(link().office().call(new Office.WhoAmI())).isEqualTo("nobody");
        }

        @Test
        void areAbsentAgainWhenTheyAreCleared() throws Exception {
            var link = link();
            link.office().call(new Office.Login("Ada"));

            link.server().attributes().clear(Office.NAME);

            assertThat(link.office().call(new Office.WhoAmI())).isEqualTo("nobody");
        }

        @Test
        void areChangedInOneStepByHandlersThatRunAtOnce() throws Exception {
            var link = link();
            var office = link.office();
            Callable<Void> counting = () -> {
                for (var i = 0; i < 200; i++) office.call(new Office.Count());
                return null;
            };
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : callers.invokeAll(List.of(counting, counting, counting, counting))) done.get();
            }

            assertThat(link.server().attributes().get(Office.COUNT)).isEqualTo(800);
        }

        @Test
        void ofTwoKeysWithOneNameAreTwo() throws Exception {
            var attributes = link().server().attributes();
            var twin = Attributes.Key.of("name", "none");
            attributes.set(Office.NAME, "Ada");

            assertThat(attributes.get(twin)).isEqualTo("none");
            assertThat(attributes.get(Office.NAME)).isEqualTo("Ada");
        }
    }

    /// A stream whose other end is known.
    private record Authenticated(Duplex stream, Principal principal) implements Duplex {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return stream.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return stream.write(source);
        }

        @Override
        public void shutdownOutput() throws IOException {
            stream.shutdownOutput();
        }

        @Override
        public String remote() {
            return stream.remote();
        }

        @Override
        public boolean isOpen() {
            return stream.isOpen();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
