package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.Depot.Bell;
import dev.thespis.remote.Stage.Play;
import dev.thespis.wire.FrameLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages that are too long for one piece, between two peers, whatever they talk over.
@Timeout(120)
abstract class FragmentsContract extends JoinedPeers {
    private static final int MIB = 1 << 20;
    private static final Limits ROOMY =
            Limits.defaults().withFrames(new FrameLimits(70 * MIB, 80 * MIB)).withSendFrameBytes(70 * MIB);

    private final List<Web> webs = new ArrayList<>();
    private Address<Depot> depot;

    FragmentsContract(Over over) {
        super(over);
    }

    private void openDepot(Limits near, Limits far) throws Exception {
        open(near, far);
        other.expose(services());
        depot = peer.address(Depot.class);
    }

    private Services services() {
        var bell = there.nursery.spawn(Bell.class, Depot.Ringer::new);
        return Services.of(Depot.class, there.nursery.spawn(Depot.class, () -> new Depot.Keeper(bell)));
    }

    @AfterEach
    void closeWebs() throws Exception {
        for (var web : webs) web.close();
    }

    private void assertBooksAreBalanced() {
        for (var each : List.of(peer, other)) {
            var connection = each.connection();
            Until.holds(() -> connection.intake().requests() == 0
                    && connection.outbox().pendingCalls() == 0
                    && connection.intake().heldBytes() == 0
                    && connection.reader().assembly().heldBytes() == 0
                    && connection.queue().heldBytes() <= 1 << 20);
        }
    }

    @Test
    void aMessageOf64MiBArrivesAndItsReplyComesBack() throws Exception {
        open(ROOMY, ROOMY);
        var bytes = Depot.goods(64 * MIB);

        assertThat(play.call(new Play.Echo(bytes)).length).isEqualTo(bytes.length);
        assertThat(play.call(new Play.Echo(bytes))).isEqualTo(bytes);

        assertBooksAreBalanced();
    }

    @Test
    void everySizeAroundThatOfAFragmentArrives() throws Exception {
        openDepot(Limits.defaults(), Limits.defaults());
        for (var times = 1; times <= 3; times++)
            for (var off = -40; off <= 40; off += 5) {
                var bytes = times * LongFrames.FRAGMENT_BYTES + off;
                assertThat(depot.call(new Depot.Put(0, bytes, Depot.goods(bytes))))
                        .isEqualTo(bytes);
            }
        assertThat(depot.call(new Depot.Numbers(0))).hasSize(51);
        assertBooksAreBalanced();
    }

    @Test
    void messagesOfOneThreadStayInOrderWhateverTheirSizes() throws Exception {
        openDepot(Limits.defaults(), Limits.defaults());
        for (var i = 0; i < 200; i++) {
            var put = new Depot.Put(0, i, Depot.goods(i % 5 == 0 ? 300_000 : i % 7 == 0 ? 2 * MIB : i));
            if (i % 3 == 0) depot.send(put);
            else if (i % 3 == 1) assertThat(depot.callAsync(put)).isNotCancelled();
            else depot.call(put);
        }
        assertThat(depot.call(new Depot.Numbers(0)))
                .isEqualTo(IntStream.range(0, 200).boxed().toList());
        assertBooksAreBalanced();
    }

    @Test
    void manySendersOfAllSizesKeepTheirOrdersAndLeaveNothingBehind() throws Exception {
        openDepot(Limits.defaults(), Limits.defaults().withWindowMessages(64));
        var tasks = new ArrayList<Callable<Integer>>();
        for (var sender = 1; sender <= 12; sender++) {
            var own = sender;
            tasks.add(() -> mixed(own));
        }
        var sent = new ArrayList<Integer>();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : senders.invokeAll(tasks)) sent.add(done.get());
        }
        for (var sender = 1; sender <= 12; sender++) {
            var numbers = depot.call(new Depot.Numbers(sender));
            assertThat(numbers).isSorted().doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(sent.get(sender - 1));
        }
        assertBooksAreBalanced();
        // the credit is back, but for what is collected of sends before it is told
        for (var i = 0; i < 48; i++)
            assertThat(depot.trySend(new Depot.Put(99, i, new byte[0]))).isTrue();
        assertThat(depot.call(new Depot.Put(99, 48, Depot.goods(3 * MIB)))).isEqualTo(3 * MIB);
    }

    /// @return how many messages have certainly arrived
    private int mixed(int sender) throws Exception {
        var random = new SplittableRandom(sender);
        var sizes = new int[] {0, 100, 20_000, 60_000, 400_000, 1_500_000};
        var certain = 0;
        for (var i = 0; i < 60; i++) {
            var put = new Depot.Put(sender, i, Depot.goods(sizes[random.nextInt(sizes.length)]));
            switch (random.nextInt(5)) {
                case 0 -> depot.call(put);
                case 1 -> depot.send(put);
                case 2 -> assertThat(depot.callAsync(put)).isNotCancelled();
                case 3 -> {
                    depot.callAsync(put).cancel(true);
                    certain--;
                }
                default -> {
                    interrupted(put);
                    certain--;
                }
            }
            certain++;
        }
        return certain;
    }

    private void interrupted(Depot.Put put) throws InterruptedException {
        var sending = Thread.ofVirtual().start(() -> {
            try {
                depot.send(put);
            } catch (InterruptedException e) {
                // it was, if early enough
            }
        });
        sending.interrupt();
        sending.join();
    }

    @Test
    void aSmallCallIsAnsweredWhileALongOneWaitsForItsHandler() throws Exception {
        open(ROOMY, ROOMY);
        play.send(new Play.Hold()); // the actor handles nothing until it is released
        CompletableFuture<byte[]> first = play.callAsync(new Play.Echo(new byte[5 * MIB]));
        var waiting = start(() -> play.call(new Play.Echo(new byte[5 * MIB])));
        awaitParked(waiting); // one that is longer than the window is unfinished

        var second = there.spawn();
        other.expose(Services.in("second").add(Play.class, second).build());
        assertThat(peer.address(Play.class, "second").call(new Play.Add(3))).isEqualTo(3);

        there.release.countDown();
        waiting.join();
        assertThat(first.get(20, TimeUnit.SECONDS)).hasSize(5 * MIB);
        assertBooksAreBalanced();
    }

    @Test
    void aReplyAsLongAsAllThatMayBeUnwrittenRefusesNoOthers() throws Exception {
        open(ROOMY, ROOMY.withReplyBytes(1 * MIB));
        other.expose(Services.in("second").add(Play.class, there.spawn()).build());
        var second = peer.address(Play.class, "second");
        for (var i = 0; i < 3; i++) {
            CompletableFuture<byte[]> filled = play.callAsync(new Play.Fill(20 * MIB));
            while (!filled.isDone()) assertThat(second.call(new Play.Add(0))).isZero();
            assertThat(filled.get()).hasSize(20 * MIB);
        }
        assertBooksAreBalanced();
    }

    @Test
    void addressesTravelInLongMessagesAndReplies() throws Exception {
        openDepot(Limits.defaults(), Limits.defaults());
        var bell = here.nursery.spawn(Bell.class, Depot.Ringer::new);

        assertThat(depot.call(new Depot.Visit(Depot.goods(500_000), bell))).isEqualTo(1);
        assertThat(depot.call(new Depot.Visit(Depot.goods(10), bell))).isEqualTo(2);
        var lot = depot.call(new Depot.Fetch(500_000));
        assertThat(lot.goods()).isEqualTo(Depot.goods(500_000));
        assertThat(lot.bell().call(new Bell.Ring())).isEqualTo(1);
    }

    @Test
    void whatIsLongerThanAcceptedIsRefusedBeforeItIsSent() throws Exception {
        open(ROOMY, Limits.defaults());

        assertThatThrownBy(() -> play.call(new Play.Echo(new byte[5 * MIB])))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.TooLarge.class));
        assertThatThrownBy(() -> play.call(new Play.Fill(5 * MIB)))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.HandlerFailed.class));
        assertThat(play.call(new Play.Echo(new byte[3 * MIB]))).hasSize(3 * MIB);
        assertBooksAreBalanced();
    }

    @Test
    void theConnectionMayEndInTheMidstOfIt() throws Exception {
        open(ROOMY, ROOMY);
        there.release.countDown();
        var calls = new ArrayList<Thread>();
        for (var i = 0; i < 6; i++) calls.add(start(() -> play.call(new Play.Echo(new byte[40 * MIB]))));
        Until.holds(() -> other.connection().reader().assembly().heldBytes() > 0);

        other.close();
        peer.join();

        for (var call : calls) call.join();
        assertBooksAreBalanced();
    }

    /// The depot behind two relays.
    private Address<Depot> farDepot() throws Exception {
        open(ROOMY, ROOMY);
        var web = new Web(this instanceof TcpFragmentsTest ? Web.Over.TCP : Web.Over.MEMORY);
        webs.add(web);
        var services = services();
        var last = web.link(self -> self.expose(services)).using();
        for (var i = 0; i < 2; i++) {
            Web.offers(last, "Put");
            var target = last;
            last = web.link(self -> self.expose(Relay.offered().to(target))).using();
        }
        Web.offers(last, "Put");
        return last.address(Depot.class);
    }

    /// A reply is too long for one piece, and the relay's buffer has room for it all the same since others have made it
    /// grow: it is encoded twice.
    @Test
    void longRepliesComeBackWholeAmongOthers() throws Exception {
        var far = farDepot();
        for (var round = 0; round < 10; round++) {
            var replies = new ArrayList<CompletableFuture<byte[]>>();
            for (var bytes = 20_000; bytes <= 40_000; bytes += 500) replies.add(far.callAsync(new Depot.Take(bytes)));
            var bytes = 20_000;
            for (var reply : replies) {
                assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo(Depot.goods(bytes));
                bytes += 500;
            }
        }
        assertBooksAreBalanced();
    }

    @Test
    void passThroughRelays() throws Exception {
        var far = farDepot();

        for (var i = 0; i < 40; i++) {
            var put = new Depot.Put(7, i, Depot.goods(i % 4 == 0 ? 2 * MIB : i % 4 == 1 ? 100_000 : 10));
            if (i % 2 == 0) far.send(put);
            else assertThat(far.call(put)).isEqualTo(put.goods().length);
        }

        assertThat(far.call(new Depot.Numbers(7)))
                .isEqualTo(IntStream.range(0, 40).boxed().toList());
        assertThat(far.call(new Depot.Fetch(700_000)).bell().call(new Bell.Ring()))
                .isEqualTo(1);
    }

    @Test
    void aDeadlineThatPassesMeanwhileLeavesNothingBehind() throws Exception {
        open(ROOMY, ROOMY);
        var call = CompletableFuture.supplyAsync(() -> {
            try {
                return play.call(new Play.Echo(new byte[64 * MIB]), Duration.ofNanos(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure())
                                .isEqualTo(new CallFailure.Timeout(Duration.ofNanos(1), Handled.NO)));
        assertThat(play.call(new Play.Echo(new byte[2 * MIB]))).hasSize(2 * MIB);
        assertBooksAreBalanced();
    }
}
