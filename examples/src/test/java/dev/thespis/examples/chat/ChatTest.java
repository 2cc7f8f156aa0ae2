package dev.thespis.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Users at their terminals, over TCP.
@Timeout(120)
class ChatTest {
    private final List<Seat> seats = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private ChatServer server;

    @BeforeEach
    void open() throws IOException {
        server = ChatServer.listen(new InetSocketAddress("localhost", 0));
    }

    @AfterEach
    void close() {
        seats.forEach(Seat::close);
        server.close();
    }

    private Seat sit(String name) throws Exception {
        var seat = Seat.inTheLounge(server.port(), name);
        seats.add(seat);
        return seat;
    }

    private Seat sit(String name, Seat.Eyes eyes) throws Exception {
        var seat = new Seat(server.port(), name, "secret", eyes);
        seats.add(seat);
        seat.await("* in lounge: ");
        return seat;
    }

    @Nested
    class Rooms {
        @Test
        void twoTalkAndSeeTheSame() throws Exception {
            var ada = sit("ada");
            var bob = sit("bob");
            assertThat(ada.next()).isEqualTo("[lounge] * bob has come");
            ada.type("good evening");
            assertThat(ada.next()).isEqualTo("[lounge] ada: good evening");
            assertThat(bob.next()).isEqualTo("[lounge] ada: good evening");
            bob.type("and to you");
            assertThat(ada.next()).isEqualTo("[lounge] bob: and to you");
            assertThat(bob.next()).isEqualTo("[lounge] bob: and to you");
        }

        @Test
        void areSeparateAndGoneWhenTheyAreEmpty() throws Exception {
            var ada = sit("ada");
            ada.type("/join chess");
            assertThat(ada.next()).isEqualTo("* in chess: ada");
            var bob = sit("bob");
            assertThat(ada.next()).isEqualTo("[lounge] * bob has come");
            ada.type("e4");
            assertThat(ada.next()).isEqualTo("[chess] ada: e4");
            ada.type("/rooms");
            assertThat(ada.next()).isEqualTo("* rooms: chess, lounge");
            ada.type("/leave");
            assertThat(ada.next()).isEqualTo("* you are in lounge now");
            ada.type("hello");
            assertThat(bob.next()).as("nothing of chess").isEqualTo("[lounge] ada: hello");
            bob.type("/rooms");
            assertThat(bob.next()).isEqualTo("* rooms: lounge");
        }

        @Test
        void areJoinedOnceAndChosenByJoiningAgain() throws Exception {
            var ada = sit("ada");
            ada.type("/join chess");
            ada.type("/join lounge");
            ada.type("hello");
            assertThat(ada.next()).isEqualTo("* in chess: ada");
            assertThat(ada.next()).isEqualTo("* you are in lounge now");
            assertThat(ada.next()).isEqualTo("[lounge] ada: hello");
        }

        @Test
        void areTenAtMostForOneUser() throws Exception {
            var ada = sit("ada");
            for (var i = 1; i < 10; i++) ada.type("/join room" + i);
            assertThat(ada.await("* in room9")).isEqualTo("* in room9: ada");
            ada.type("/join one-too-many");
            assertThat(ada.next()).isEqualTo("* you are in 10 rooms; leave one");
        }

        @Test
        void takeNothingFromWhoIsNotIn() throws Exception {
            var ada = sit("ada");
            ada.type("/leave");
            assertThat(ada.next()).isEqualTo("* you are in no room now");
            ada.type("hello?");
            assertThat(ada.next()).isEqualTo("* you are in no room; /join one");
            assertThat(ada.client.say("lounge", "hello?"))
                    .as("whatever the client thinks")
                    .isEqualTo(new Answer.No<Long>("you are not in lounge"));
        }

        @Test
        void refuseNamesAndTextsThatAreNone() throws Exception {
            var ada = sit("ada");
            ada.type("/join Lounge");
            assertThat(ada.next()).startsWith("* \"Lounge\" is no name: ");
            ada.type("x".repeat(Text.MOST + 1));
            assertThat(ada.next()).isEqualTo("* a line has 1 to 500 characters");
            ada.type("x".repeat(Text.MOST));
            assertThat(ada.next()).isEqualTo("[lounge] ada: " + "x".repeat(Text.MOST));
            ada.type("x".repeat(200_000));
            assertThat(ada.next()).isEqualTo("* a line has 1 to 500 characters");
            var smiles = "\ud83d\ude00".repeat(Text.MOST);
            ada.type(smiles);
            assertThat(ada.next()).isEqualTo("[lounge] ada: " + smiles);
            assertThat(ada.client.say("lounge", "\u00a0\u3000")).isEqualTo(new Answer.No<Long>(Text.NOT_A_LINE));
            ada.type("/msg ada");
            assertThat(ada.next()).startsWith("* there is no \"/msg ada\", but /join ROOM  /leave  /rooms");
            ada.type("/block Nobody!");
            assertThat(ada.next()).startsWith("* \"Nobody!\" is no name: ");
            ada.type("/block bob");
            assertThat(ada.next()).isEqualTo("* bob can't write to you in private");
            ada.type("/allow bob");
            assertThat(ada.next()).isEqualTo("* bob can write to you in private");
        }

        @Test
        void writeNothingToATerminalThatItWouldObey() throws Exception {
            var ada = sit("ada");
            ada.type("\u001b[2J \u202e \u0007 caf\u00e9 \ud83d\ude00");
            assertThat(ada.next()).isEqualTo("[lounge] ada: ?[2J ? ? caf\u00e9 \ud83d\ude00");
        }
    }

    @Nested
    class SlowReaders {
        /// More than may be on their way to one who does not read.
        private static final int LINES = Limits.defaults().windowMessages() + 2_000;

        private static final Pattern MISSED = Pattern.compile(".* (\\d+) lines missed");

        @Test
        void missSomeAreToldHowManyAndHoldNobodyUp() throws Exception {
            var eyesOpen = new CountDownLatch(1);
            var ada = sit("ada");
            var bob = sit("bob", line -> {
                if (line.startsWith("[lounge] ada")) await(eyesOpen);
            });
            try {
                for (var i = 1; i <= LINES; i++) {
                    assertThat(ada.client.say("lounge", "line " + i)).isInstanceOf(Answer.Yes.class);
                }
            } finally {
                eyesOpen.countDown(); // or bob's client, which shows what has come, would never end
            }
            var seen = 0;
            var missed = 0;
            for (var line = ""; !line.endsWith(" line " + LINES); ) {
                line = bob.next();
                var matcher = MISSED.matcher(line);
                if (matcher.matches()) missed += Integer.parseInt(matcher.group(1));
                else seen++;
            }
            assertThat(missed).isPositive();
            assertThat(seen + missed).isEqualTo(LINES);
        }
    }

    @Nested
    class PrivateLines {
        @Test
        void goFromUserToUserAndNobodyElse() throws Exception {
            var ada = sit("ada");
            var bob = sit("bob");
            var cleo = sit("cleo");
            ada.type("/msg bob psst");
            assertThat(bob.await("ada")).isEqualTo("ada -> you: psst");
            assertThat(ada.await("you")).isEqualTo("you -> bob: psst");
            bob.type("/msg ada what is it?");
            assertThat(ada.next()).isEqualTo("bob -> you: what is it?");
            ada.type("nothing");
            assertThat(cleo.next()).as("the first that cleo hears").isEqualTo("[lounge] ada: nothing");
        }

        @Test
        void areCutForOneUserByWhoWantsThatAndForNobodyElse() throws Exception {
            var ada = sit("ada");
            var bob = sit("bob");
            var cleo = sit("cleo");
            ada.type("/msg bob hello");
            bob.await("ada -> you: hello");
            bob.type("/block ada");
            assertThat(ada.await("* ")).isEqualTo("* the private line to bob is closed");
            ada.type("/msg bob hello?");
            assertThat(ada.await("* ")).isEqualTo("* that user wants no private lines from you");
            cleo.type("/msg bob hello from me");
            assertThat(bob.await("cleo")).isEqualTo("cleo -> you: hello from me");
            bob.type("/allow ada");
            bob.await("* ada can write");
            ada.type("/msg bob friends?");
            assertThat(bob.next()).isEqualTo("ada -> you: friends?");
        }

        @Test
        void endWithTheUser() throws Exception {
            var ada = sit("ada");
            var bob = sit("bob");
            ada.type("/msg bob hello");
            ada.await("you -> bob: hello");
            bob.type("/quit");
            assertThat(bob.ended()).isTrue();
            bob.close();
            assertThat(ada.await("* ")).isEqualTo("* the private line to bob is closed");
            assertThat(ada.client.who()).doesNotContain("bob");
            ada.type("/msg bob hello?");
            assertThat(ada.await("* ")).isEqualTo("* bob is not here");
        }

        @Test
        void sayThatTheyDoNotKnowWhenTheUserGoesWhileReading() throws Exception {
            var reads = new CountDownLatch(1);
            var never = new CountDownLatch(1);
            var ada = sit("ada");
            var bob = sit("bob", line -> {
                if (!line.startsWith("ada -> you")) return;
                reads.countDown();
                await(never);
            });
            ada.type("/msg bob are you going?");
            reads.await();
            bob.close();
            assertThat(ada.await("* nobody")).isEqualTo("* nobody knows whether bob has got that");
            ada.type("/msg bob hello?");
            assertThat(ada.await("* bob")).isEqualTo("* bob is not here");
        }

        @Test
        void neverLoseAMessageSilentlyWhenTheUserGoesMeanwhile() throws Exception {
            var ada = sit("ada");
            var bob = sit("bob");
            var told = 0;
            while (ada.client.tell("bob", "message " + told) instanceof Answer.Yes<?>)
                if (++told == 100) Thread.ofVirtual().start(bob::close);
            bob.close();
            assertThat(bob.rest().stream().filter(line -> line.startsWith("ada -> you")))
                    .hasSizeBetween(told, told + 1);
            assertThat(told).isGreaterThanOrEqualTo(100);
        }
    }

    @Nested
    class Endings {
        @Test
        void ofAUserAreSeenByTheOthersAndLeaveTheNameFree() throws Exception {
            var ada = sit("ada");
            var bob = sit("bob");
            assertThat(ada.next()).isEqualTo("[lounge] * bob has come");
            bob.hangUp();
            assertThat(bob.ended())
                    .as("the end of the input is as good as /quit")
                    .isTrue();
            bob.close();
            assertThat(ada.next()).isEqualTo("[lounge] * bob has gone");
            assertThat(ada.client.who()).containsExactly("ada");
            sit("bob");
            assertThat(ada.next()).isEqualTo("[lounge] * bob has come");
        }

        @Test
        void ofTheServerAreSaid() throws Exception {
            var ada = sit("ada");
            var bob = sit("bob");
            server.close();
            for (var seat : List.of(ada, bob)) {
                assertThat(seat.await("* the")).isEqualTo("* the connection has ended: the server is closing");
                assertThat(seat.ended()).isFalse();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the connection has ended meanwhile
        }
    }
}
