package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Backoff;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Supervision;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
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
        void isNobodyInTheHooksOfARestart() throws Exception {
            var hooks = new Hooks();
            var restarting = ActorOptions.defaults()
                    .withSupervision(Supervision.restart(10, Duration.ofMinutes(1), Backoff.none()));
            var moody = nursery.spawn(Moody.class, restarting, self -> hooks.actor());
            var link = link();
            link.server().expose(Services.of(Moody.class, moody));
            var remote = link.client().address(Moody.class);

            var failed = remote.callAsync(new Moody.Fail());
            remote.call(new Moody.AwaitThat());

            assertThat(failed).failsWithin(Duration.ofSeconds(20));
            Until.holds(() -> hooks.remote.size() == 5);
            assertThat(hooks.remote).containsOnly(false);
        }

        @Test
        void isNobodyInTheHooksOfAnActorThatAHandlerStarts() throws Exception {
            var hooks = new Hooks();
            var link = link();
            link.server().expose(Services.of(Moody.class, nursery.spawn(Moody.class, () -> hooks.starter(nursery))));

            link.client().address(Moody.class).call(new Moody.AwaitThat());

            assertThat(hooks.remote).containsExactly(false, false);
        }

        @Test
        void isInAStageOfAFutureThatOfWhoeverCompletesIt() throws Exception {
            var hooks = new Hooks();
            var moody = nursery.spawn(Moody.class, hooks::waiting);
            var one = link();
            one.server().expose(Services.of(Moody.class, moody));
            var other = link();
            other.server().expose(Services.of(Moody.class, moody));

            one.client().address(Moody.class).call(new Moody.AwaitThat());
            assertThat(hooks.stages).isEmpty();
            other.client().address(Moody.class).call(new Moody.Fail());

            assertThat(hooks.stages).containsExactly(other.server().id());
        }

        @Test
        void isNobodyWhereARequestIsHandedOverThatWaitedForThePermitOfAnother() throws Exception {
            var clerk = new Desk.Clerk("Ada");
            var desk = Services.of(Desk.class, nursery.spawn(Desk.class, () -> clerk));
            var asked = new LinkedBlockingQueue<Boolean>();
            var lanes =
                    ActorOptions.defaults().withMailbox(Mailbox.priority(16, message -> asked.add(Caller.isRemote())));
            var office = Services.of(
                    Office.class, nursery.spawn(Office.class, lanes, self -> new Office.Receptionist(self, together)));
            var options = PeerOptions.defaults().withPermits(Permits.shared(1));
            try (var holder = legacy(options, desk);
                    var waiter = legacy(options, office)) {
                holder.frame(ServiceId.of("desk", "Wait").value(), 1, "f6");
                clerk.waiting.await();
                waiter.frame(ServiceId.of("office", "IsRemote").value(), 1, "f6");
                waiter.frame(5, 2, "f6");
                waiter.answer(2);
                assertThat(asked).isEmpty();

                clerk.release.countDown();

                assertThat(asked.take()).isFalse();
                assertThat(waiter.answer(1).payload()).isEqualTo(RawPeer.hex(Boolean.class, true));
            }
        }

        private RawPeer legacy(PeerOptions options, Services services) throws IOException {
            var ends = wire.ends();
            peers.add(Peer.accept(ends.get(0), options, self -> self.expose(services)));
            return new RawPeer(ends.get(1));
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

    @Namespace("moody")
    public interface Moody {
        record Fail() implements Message<Moody, Void> {}

        /// Goes on when the thread has ended on which that one was handled.
        record AwaitThat() implements Message<Moody, Void> {}
    }

    /// Notes whether there is a remote caller where actors are made, begin and end.
    private static final class Hooks {
        final Queue<Boolean> remote = new ConcurrentLinkedQueue<>();
        final Queue<Long> stages = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<Thread> failing = new CompletableFuture<>();

        private final class Noting implements Actor<Moody> {
            private final Handlers<Moody> handlers;

            Noting(Handlers<Moody> handlers) {
                this.handlers = handlers;
                remote.add(Caller.isRemote());
            }

            @Override
            public Handlers<Moody> handlers() {
                return handlers;
            }

            @Override
            public void started() {
                remote.add(Caller.isRemote());
            }

            @Override
            public void stopped() {
                remote.add(Caller.isRemote());
            }
        }

        Actor<Moody> actor() {
            return new Noting(Handlers.of(Moody.class)
                    .concurrent(Moody.Fail.class, fail -> {
                        failing.complete(Thread.currentThread());
                        throw new IllegalStateException("as asked");
                    })
                    .run(Moody.AwaitThat.class, await -> failing.get().join()));
        }

        Actor<Moody> starter(Nursery nursery) {
            return () -> Handlers.of(Moody.class)
                    .run(Moody.Fail.class, fail -> {})
                    .run(Moody.AwaitThat.class, await -> nursery.spawn(Moody.class, this::actor));
        }

        /// One message has something done when the other is handled.
        Actor<Moody> waiting() {
            return () -> Handlers.of(Moody.class)
                    .run(Moody.Fail.class, fail -> failing.complete(Thread.currentThread()))
                    .run(Moody.AwaitThat.class, await -> {
                        var unused = failing.thenRun(
                                () -> stages.add(Caller.current().peer().id()));
                    });
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
