package dev.thespis.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.soak.Audit.End;
import dev.thespis.cli.soak.Book.Kind;
import dev.thespis.cli.soak.Book.Outcome;
import dev.thespis.cli.soak.Book.Way;
import dev.thespis.cli.soak.Journal.What;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the comparison finds if something is lost, comes twice or in another order, and that it finds nothing else.
final class AuditTest {
    private static final int ONE = 1;
    private static final int OTHER = 2;

    @TempDir
    private Path folder;

    private final Book book = new Book(7, Way.LINK);
    private final Book plain = new Book(8, Way.PEER);
    private final List<Path> lives = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private Journal server;
    private Journal heard;

    @BeforeEach
    void open() throws IOException {
        heard = new Journal(folder.resolve("heard"));
        life(End.IN_ORDER);
    }

    private void life(End end) throws IOException {
        if (server != null) server.close();
        lives.add(folder.resolve("server-" + lives.size()));
        ends.add(end);
        server = new Journal(lives.getLast());
    }

    private long told(Book teller, Kind kind, Outcome outcome) {
        var id = teller.begin(kind);
        teller.end(id, outcome);
        return id;
    }

    private long told(Kind kind, Outcome outcome) {
        return told(book, kind, outcome);
    }

    private void handled(int connection, long... ids) {
        for (var id : ids) server.write(What.HANDLED, connection, id);
    }

    private List<String> findings() throws IOException {
        var audit = new Audit(List.of(book, plain));
        for (var life = 0; life < lives.size(); life++) audit.incarnation(lives.get(life), ends.get(life));
        audit.heard(folder.resolve("heard"));
        return audit.findings();
    }

    private void finds(String... texts) throws IOException {
        var findings = findings();
        assertThat(findings).hasSameSizeAs(texts);
        for (var i = 0; i < texts.length; i++) assertThat(findings.get(i)).contains(texts[i]);
    }

    @Nested
    class Requests {
        @Test
        void thatFitAreNoFinding() throws IOException {
            handled(ONE, told(Kind.SEND, Outcome.ACCEPTED), told(Kind.CALL, Outcome.ANSWERED));
            told(Kind.CALL, Outcome.NOT_HANDLED);
            told(Kind.CALL, Outcome.MAYBE);
            handled(OTHER, told(Kind.CALL, Outcome.MAYBE), told(Kind.MEET, Outcome.ANSWERED));
            told(Kind.SEND, Outcome.ACCEPTED); // lost with its connection, which may be
            finds();
        }

        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                mode = EnumSource.Mode.EXCLUDE,
                names = {"LOOK", "PUBLICATION"})
        void thatAreHandledAgainAreFound(Kind kind) throws IOException {
            var id = told(kind, Outcome.MAYBE);
            handled(ONE, id);
            handled(OTHER, id);
            finds("TWICE: request 0 of sender 7 (" + kind + ", MAYBE) was handled again");
        }

        @Test
        void thatAreIdempotentMayBeHandledAgainOverAnotherConnection() throws IOException {
            var id = told(Kind.LOOK, Outcome.ANSWERED);
            handled(ONE, id);
            handled(OTHER, id);
            finds();
        }

        @Test
        void thatAreIdempotentAndHandledAgainOverTheSameConnectionAreFound() throws IOException {
            var id = told(Kind.LOOK, Outcome.ANSWERED);
            handled(ONE, id, id);
            finds("over the same connection");
        }

        @Test
        void ofTheSameNumberInAnotherLifeAreOverAnotherConnection() throws IOException {
            var id = told(Kind.LOOK, Outcome.ANSWERED);
            handled(ONE, id);
            life(End.KILLED);
            handled(ONE, id);
            finds();
        }

        @Test
        void thatWereAnsweredButNotHandledAreFound() throws IOException {
            told(Kind.CALL, Outcome.ANSWERED);
            finds("LOST: request 0 of sender 7 (CALL, ANSWERED) was answered, but not handled");
        }

        @Test
        void thatWereCertainlyNotHandledButAreAreFound() throws IOException {
            handled(ONE, told(Kind.CALL, Outcome.NOT_HANDLED));
            finds("HANDLED: request 0");
        }

        @Test
        void thatHaveNoOutcomeAreFound() throws IOException {
            book.begin(Kind.CALL);
            finds("OPEN: request 0");
        }

        @Test
        void thatHaveTwoOutcomesAreFound() throws IOException {
            var id = told(Kind.CALL, Outcome.ANSWERED);
            book.end(id, Outcome.MAYBE);
            handled(ONE, id);
            finds("TWICE: 1 requests of sender 7 were completed again");
        }

        @Test
        void thatNobodyHasSentAreFound() throws IOException {
            handled(ONE, book.id(5), 99L << 32);
            finds("UNKNOWN: request 5 of sender 7", "UNKNOWN: request 0 of sender 99");
        }

        @Test
        void withTheCargoOfOthersAreFound() throws IOException {
            server.write(What.DAMAGED, 0, told(Kind.SEND, Outcome.ACCEPTED));
            finds("DAMAGED: request 0");
        }
    }

    @Nested
    class Order {
        @Test
        void ofOneConnectionThatIsBrokenIsFound() throws IOException {
            var first = told(Kind.SEND, Outcome.ACCEPTED);
            var second = told(Kind.CALL, Outcome.ANSWERED);
            handled(ONE, second, first);
            finds("ORDER: request 0");
        }

        @Test
        void betweenConnectionsIsNotPromised() throws IOException {
            var first = told(Kind.SEND, Outcome.ACCEPTED);
            var second = told(Kind.CALL, Outcome.ANSWERED);
            handled(OTHER, second);
            handled(ONE, first);
            finds();
        }

        @Test
        void ofCallsThatMayBeTriedAgainIsNotPromisedOverALink() throws IOException {
            var first = told(Kind.ASYNC, Outcome.ANSWERED);
            var second = told(Kind.CALL, Outcome.ANSWERED);
            handled(ONE, second, first);
            finds();
        }

        @Test
        void ofTheSameIsPromisedOverAPeer() throws IOException {
            var first = told(plain, Kind.ASYNC, Outcome.ANSWERED);
            var second = told(plain, Kind.CALL, Outcome.ANSWERED);
            handled(ONE, second, first);
            finds("ORDER: request 0 of sender 8");
        }

        @Test
        void whereSomethingThatWasAcceptedIsMissingBetweenTwoIsFound() throws IOException {
            var first = told(Kind.SEND, Outcome.ACCEPTED);
            told(Kind.SEND, Outcome.ACCEPTED);
            told(Kind.CALL, Outcome.MAYBE);
            handled(ONE, first, told(Kind.CALL, Outcome.ANSWERED));
            finds("LOST: request 1 of sender 7 (SEND, ACCEPTED) was not handled, but 0 and 3 were");
        }
    }

    @Nested
    class Promises {
        @Test
        void thatAreBrokenAreFound() throws IOException {
            told(plain, Kind.SEND, Outcome.ACCEPTED);
            handled(ONE, told(plain, Kind.SEND, Outcome.ACCEPTED));
            told(plain, Kind.CALL, Outcome.MAYBE);
            plain.promise(0, 3);
            finds("LOST: request 0 of sender 8 (SEND, PROMISED) was not handled");
        }
    }

    @Nested
    class Publications {
        private final List<Long> ids = new ArrayList<>();

        private void published(int count) {
            for (var i = 0; i < count; i++) {
                ids.add(told(Kind.PUBLICATION, Outcome.ACCEPTED));
                server.write(What.TICK, 0, ids.getLast());
            }
        }

        private void heard(What topic, int connection, int... indexes) {
            for (var index : indexes) heard.write(topic, connection, ids.get(index));
        }

        @Test
        void thatFitAreNoFinding() throws IOException {
            published(5);
            heard(What.TICK, ONE, 0, 1, 2);
            heard(What.TICK, OTHER, 2, 3, 4);
            finds();
        }

        @Test
        void thatAreMissingAreFound() throws IOException {
            published(4);
            heard(What.TICK, ONE, 0, 3);
            finds("LOST: publication 3 of sender 7 was heard without the 2");
        }

        @Test
        void inAnotherOrderAreFound() throws IOException {
            published(3);
            heard(What.TICK, ONE, 1, 0);
            finds("ORDER: publication 0");
        }

        @Test
        void thatComeTwiceAreFound() throws IOException {
            published(3);
            heard(What.TICK, ONE, 1, 1);
            server.write(What.TICK, 0, ids.get(0));
            finds("TWICE: publication 0", "ORDER: publication 1");
        }

        @Test
        void thatAreMissingMustHaveBeenReportedAsDropped() throws IOException {
            for (var i = 0; i < 4; i++) {
                ids.add(told(Kind.PUBLICATION, Outcome.ACCEPTED));
                server.write(What.BEAT, 0, ids.getLast());
            }
            heard(What.BEAT, ONE, 0, 3);
            server.write(What.DROPPED, 0, 1);
            finds("LOST: subscribers that may lose something miss 2, but only 1 were reported as dropped");
            server.write(What.DROPPED, 0, 1);
            finds();
        }

        @Test
        void thatOnlySubscribersOfAKilledServerHaveGotAreNoFinding() throws IOException {
            ends.set(0, End.KILLED);
            published(1);
            ids.add(told(Kind.PUBLICATION, Outcome.ACCEPTED));
            heard(What.TICK, ONE, 0, 1);
            finds();
            ends.set(0, End.IN_ORDER);
            finds("UNKNOWN: publication 1 of sender 7 was heard, but not published");
        }

        @Test
        void thatWereRefusedButArePublishedAreFound() throws IOException {
            server.write(What.TICK, 0, told(Kind.PUBLICATION, Outcome.NOT_HANDLED));
            finds("HANDLED: publication 0");
        }
    }

    @Test
    void aLineThatWasNotWrittenToItsEndIsNone() throws IOException {
        handled(ONE, told(Kind.CALL, Outcome.ANSWERED));
        try (var file = new java.io.FileOutputStream(lives.getFirst().toFile(), true)) {
            file.write(new byte[7]);
        }
        finds();
    }
}
