package dev.thespis.examples;

import static dev.thespis.examples.Console.linesOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.examples.chat.Chat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExamplesTest {
    @Nested
    class Local {
        @Test
        void actorsAreSpawnedSentToAndCalled() throws Exception {
            assertThat(linesOf(LocalActors::main)).containsExactly("total 42", "3 2 1 0 lift-off");
        }

        @Test
        void aFailedActorGoesOnOrIsMadeAnew() throws Exception {
            assertThat(linesOf(Supervised::main))
                    .containsExactly(
                            "resumed 6",
                            "resumed failed: java.lang.ArithmeticException: / by zero",
                            "resumed 6",
                            "restarted 6",
                            "restarted failed: java.lang.ArithmeticException: / by zero",
                            "restarted 12");
        }

        @Test
        void mailboxesDifferInWhatTheyKeepAndInWhichOrder() throws Exception {
            assertThat(linesOf(Mailboxes::main))
                    .containsExactly(
                            "bounded accepted 3, drew [1, 2, 3]",
                            "unbounded accepted 5, drew [1, 2, 3, 4, 5]",
                            "latest accepted 5, drew [4, 5]",
                            "priority accepted 5, drew [2, 4, 1, 3, 5]");
        }

        @Test
        void concurrentHandlersMeet() throws Exception {
            assertThat(linesOf(ConcurrentHandlers::main))
                    .containsExactly("Ada has met somebody", "Bob has met somebody", "asked 1");
        }

        @Test
        void aNurseryWaitsForItsTasksAndCancelsThemWhenOneFails() throws Exception {
            assertThat(linesOf(Nurseries::main))
                    .containsExactly(
                            "counted 55",
                            "the patient task was interrupted",
                            "the nursery failed: java.lang.IllegalStateException: out of luck");
        }

        @Test
        void anAddressIsNarrowed() throws Exception {
            assertThat(linesOf(Narrowed::main)).containsExactly("milk, bread", "the same actor: true");
        }

        @Test
        void deadlinesAndCancellationInterruptTheHandler() throws Exception {
            assertThat(linesOf(Deadlines::main))
                    .containsExactly(
                            "no reply within 50 ms",
                            "the handler was interrupted by the deadline",
                            "the handler was interrupted by the caller");
        }

        @Test
        void messagesHaveOneFormOnTheWire() throws Exception {
            assertThat(linesOf(DataModel::main))
                    .containsExactly(
                            "Sku[number=7] 07",
                            "LARGE 654c41524745",
                            "Cash[] 6443617368",
                            "Card[number=4711] a16443617264a1666e756d6265726434373131",
                            "Order[items=[Sku[number=7]], size=SMALL, payment=Cash[], note=Optional.empty]"
                                    + " a4656974656d7381076473697a6565534d414c4c677061796d656e746443617368646e6f7465f6",
                            "Find[number=7] a1666e756d62657207",
                            "All[] f6");
        }
    }

    @Nested
    class Remote {
        @Test
        void linesOfAnActorAndThoseForAClientAreApart() throws Exception {
            assertThat(linesOf(SeparateLogs::main))
                    .containsExactly("of the till: [till adds 1, till adds 2]", "for the client: [till adds 1]");
        }

        @Test
        void theFirstCallIsAnswered() throws Exception {
            assertThat(linesOf(FirstCall::main)).containsExactly("7");
        }

        @Test
        void theServerAndItsClientAreTwoPrograms() throws Exception {
            try (var console = new Console()) {
                var server = Thread.ofVirtual().start(() -> run(CounterServer::main, "0"));
                var port = console.take().replaceFirst("listening on .*:", "");
                CounterClient.main(new String[] {port});
                assertThat(console.take()).isEqualTo("the total is 5");
                server.interrupt();
                server.join();
            }
        }

        @Test
        void theChatIsListening() throws Exception {
            try (var console = new Console()) {
                var server = Thread.ofVirtual().start(() -> run(Chat::main, "server", "0"));
                assertThat(console.take()).startsWith("* listening on ");
                server.interrupt();
                server.join();
            }
        }

        private static void run(Console.Program program, String... arguments) {
            try {
                program.main(arguments);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // how this test ends it
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void theServerCallsItsClient() throws Exception {
            assertThat(linesOf(TwoWay::main)).containsExactly("welcome, Ada");
        }

        @Test
        void clientsAreMadeKnownToEachOther() throws Exception {
            assertThat(linesOf(Introductions::main))
                    .containsExactly("Bob hears: good evening", "Bob can't be reached any more");
        }

        @Test
        void addressesArePublished() throws Exception {
            assertThat(linesOf(Invitations::main)).containsExactly("Bob is welcome", "still subscribed: true");
        }

        @Test
        void failuresSayWhatToDo() throws Exception {
            assertThat(linesOf(Failures::main))
                    .containsExactly(
                            "Withdraw[amount=1]: it went wrong over there, MAYBE",
                            "Lend[amount=1]: examples::Lend is not exposed, NO",
                            "Withdraw[amount=1]: connect again, NO");
        }

        @Test
        void aSlowServiceHoldsItsClientBack() throws Exception {
            assertThat(linesOf(Pressure::main)).containsExactly("out of paper, accepted 4", "printed 100");
        }

        @Test
        void aSmallCallNeedNotWaitForALargeMessage() throws Exception {
            assertThat(linesOf(LargeMessages::main)).containsExactlyInAnyOrder("may I!", "64 MiB stored");
        }

        @Test
        void aCallerThatGivesUpStopsTheHandler() throws Exception {
            assertThat(linesOf(GivingUp::main))
                    .containsExactly(
                            "it thinks",
                            "nobody wants to know any more",
                            "it thinks",
                            "the server is leaving, and yet answers 42");
        }

        @Test
        void eventsTellTheLifeOfAConnection() throws Exception {
            assertThat(linesOf(PeerEvents::main))
                    .containsExactly(
                            "opened: Greeted",
                            "offered: 2 services",
                            "leaving: that was all",
                            "closed by the other side",
                            "closed: the other side closed it");
        }

        @Test
        void aServerLearnsWhyItsHandlersFail() throws Exception {
            assertThat(linesOf(Journal::main))
                    .containsExactly(
                            "the server knows: java.lang.IllegalStateException: out of oracles",
                            "the client knows: the handler of examples::Ask failed");
        }

        @Test
        void aUnixSocketLeavesNothingBehind() throws Exception {
            assertThat(linesOf(UnixSockets::main))
                    .containsExactly("the total is 5", "listening on a path: true", "the socket is left behind: false");
        }

        @Test
        void aChildProcessIsReachedOverItsStandardStreams() throws Exception {
            assertThat(linesOf(Children::main)).containsExactly("the child's total is 5");
        }

        @Test
        void singleMessagesGoToDifferentActors() throws Exception {
            assertThat(linesOf(SingleMessages::main))
                    .containsExactly("[tenant-7::Add, tenant-7::Show]", "shown 100", "written 5");
        }

        @Test
        void aRelayOutlivesItsTargets() throws Exception {
            assertThat(linesOf(Relaying::main))
                    .containsExactly(
                            "no total; handled: NO, try again: true",
                            "the total is 5",
                            "TargetAdded",
                            "TargetGone",
                            "no total; handled: NO, try again: true",
                            "the total is 0");
        }

        @Test
        void aRelaySharesTheWorkByKey() throws Exception {
            assertThat(linesOf(Balancing::main))
                    .containsExactly(
                            "north serves 1",
                            "south serves 2",
                            "north serves 3",
                            "south serves 4",
                            "north serves 1 again",
                            "offered: 1, open: true");
        }

        @Test
        void clientsPublishToEachOtherThroughABroker() throws Exception {
            assertThat(linesOf(Publishing::main))
                    .containsExactly(
                            "Ada reads: it works",
                            "subscribed: true",
                            "news::Flash is published to many and can't be called; send instead",
                            "subscribed at the end: 0");
        }

        @Test
        void slowReadersLoseWhatTheyDoNotRead() throws Exception {
            assertThat(linesOf(SlowReaders::main))
                    .containsExactly("lost some: true", "cut off: true", "subscribed at the end: 2");
        }

        @Test
        void aLinkFailsOverAndAsksAgain() throws Exception {
            assertThat(linesOf(StayingUp::main))
                    .containsExactly(
                            "the north has been asked, and goes away",
                            "bread costs 11",
                            "what the north knew of us is gone",
                            "butter costs 11");
        }

        @Test
        void aServerTriesAgainBeforeItsClientSeesAnError() throws Exception {
            assertThat(linesOf(TryingAgain::main))
                    .containsExactly("the rate is 1.25", "workers made: 2", "back ends asked: 2");
        }

        @Test
        void twoPeersAreJoinedByMemory() throws Exception {
            assertThat(linesOf(InMemoryPeers::main)).containsExactly("the total is 5", "the server is open: true");
        }
    }

    @Nested
    class Exposure {
        @Test
        void theServicesOfAnAccountAppearAfterTheLogin() throws Exception {
            assertThat(linesOf(LoginFirst::main))
                    .containsExactly(
                            "Ada: UnknownService[service=examples::Add]",
                            "wrong password: false",
                            "right password: true",
                            "Ada: the total is 5",
                            "Bob: UnknownService[service=examples::Add]",
                            "right password: true",
                            "Bob: the total is 5",
                            "Ada: UnknownService[service=examples::Add]");
        }

        @Test
        void aGateLetsOnlySomeIn() throws Exception {
            assertThat(linesOf(Gates::main))
                    .containsExactly(
                            "the total is 0",
                            "the other side refuses examples::Add: only members may add",
                            "the total is 10");
        }

        @Test
        void aHandlerTakesThePlaceOfAnother() throws Exception {
            assertThat(linesOf(Replacing::main))
                    .containsExactly(
                            "good morning, Ada",
                            "hi, Ada; events: []",
                            "offered: 1 services",
                            "see you, Ada",
                            "withdrawn: 2 services");
        }
    }
}
