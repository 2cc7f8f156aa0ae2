package dev.thespis.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.OfferedService;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Tcp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets in, and what a client that is not ours can do before and after that.
@Timeout(120)
class LoginTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    private ChatServer server;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Nursery nursery;

    @BeforeEach
    void open() throws IOException {
        server = ChatServer.listen(new InetSocketAddress("localhost", 0));
        nursery = Nursery.open("test");
    }

    @AfterEach
    void close() {
        nursery.close();
        server.close();
    }

    private Peer connect() throws IOException {
        return Tcp.connect("localhost", server.port());
    }

    private Answer<List<String>> login(Peer peer, String name, String password) throws InterruptedException {
        return login(peer, name, password, new Answer.No<>("nobody opens"));
    }

    private Answer<List<String>> login(Peer peer, String name, String password, Answer<Address<Inbox>> atTheDoor)
            throws InterruptedException {
        Address<Door> door = nursery.spawn(
                Door.class, () -> () -> Handlers.of(Door.class).on(Door.Introduce.class, ask -> atTheDoor));
        return peer.address(Entrance.class).call(new Entrance.Login(name, password, door));
    }

    private static void refuses(Answer<?> answer, String why) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.No.class, no -> assertThat(no.why()).isEqualTo(why));
    }

    @Test
    void aWrongPasswordIsSaidAndTheTerminalEnds() throws Exception {
        try (var ada = Seat.inTheLounge(server.port(), "ada")) {
            ada.type("/quit");
            assertThat(ada.ended()).isTrue();
        }
        try (var other = new Seat(server.port(), "ada", "guess")) {
            assertThat(other.next()).isEqualTo("* wrong password for ada");
            assertThat(other.ended()).isFalse();
        }
        try (var ada = Seat.inTheLounge(server.port(), "ada")) {
            assertThat(ada.client.who()).containsExactly("ada");
        }
    }

    @Test
    void aNameIsTakenWhileItsUserIsHere() throws Exception {
        try (var ada = Seat.inTheLounge(server.port(), "ada");
                var again = new Seat(server.port(), "ada", "secret of ada")) {
            assertThat(again.next()).isEqualTo("* ada is here already");
            assertThat(again.ended()).isFalse();
            ada.type("still here");
            assertThat(ada.next()).isEqualTo("[lounge] ada: still here");
        }
    }

    @Test
    void aNameIsFreeAsSoonAsItsUserHasLeft() throws Exception {
        for (var i = 0; i < 20; i++) {
            try (var peer = connect()) {
                assertThat(login(peer, "ada", "secret")).isEqualTo(new Answer.Yes<>(List.of("ada")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ada", "a da", "1ada", "\u0430da", "ada\n", "abcdefghijklmnopqrstu"})
    void aNameThatIsNoneIsRefused(String name) throws Exception {
        try (var peer = connect()) {
            refuses(login(peer, name, "x"), Text.notAName(name));
        }
    }

    @Test
    void aPasswordIsNeeded() throws Exception {
        try (var peer = connect()) {
            refuses(login(peer, "ada", ""), "a password has 1 to 500 characters");
            refuses(login(peer, "ada", "x".repeat(501)), "a password has 1 to 500 characters");
            assertThat(login(peer, "ada", "x".repeat(500))).isInstanceOf(Answer.Yes.class);
        }
    }

    @Test
    void isTriedThreeTimesOnOneConnection() throws Exception {
        try (var ada = Seat.inTheLounge(server.port(), "ada");
                var peer = connect()) {
            for (var i = 0; i < 3; i++) refuses(login(peer, "ada", "guess " + i), "wrong password for ada");
            refuses(login(peer, "ada", "secret of ada"), "that was tried 3 times; connect again");
            assertThat(ada.client.who()).containsExactly("ada");
        }
    }

    @Test
    void isAllThereIsBeforeItAndGoneAfterIt() throws Exception {
        try (var peer = connect()) {
            var member = peer.address(Member.class);
            assertThat(peer.offered(Duration.ofSeconds(30)))
                    .extracting(OfferedService::name)
                    .containsExactly("Login");
            assertThat(unknown(() -> member.call(new Member.Who()))).isEqualTo("chat::Who");
            assertThat(login(peer, "ada", "secret")).isInstanceOf(Answer.Yes.class);
            assertThat(member.call(new Member.Who())).containsExactly("ada");
            assertThat(unknown(() -> login(peer, "bob", "secret"))).isEqualTo("chat::Login");
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private static String unknown(Act act) {
        var service = new String[1];
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure())
                                .isInstanceOfSatisfying(
                                        CallFailure.UnknownService.class, failure -> service[0] = failure.service()));
        return service[0];
    }

    @Test
    void givesOneNameToAConnectionHoweverManyAreAskedForAtOnce() throws Exception {
        try (var peer = connect()) {
            Address<Door> door = nursery.spawn(
                    Door.class,
                    () -> () -> Handlers.of(Door.class).on(Door.Introduce.class, ask -> new Answer.No<>("no")));
            var entrance = peer.address(Entrance.class);
            var one = entrance.callAsync(new Entrance.Login("ada", "secret", door));
            var other = entrance.callAsync(new Entrance.Login("bob", "secret", door));
            assertThat(List.of(outcome(one), outcome(other))).containsOnlyOnce("in");
            assertThat(peer.address(Member.class).call(new Member.Who())).hasSize(1);
        }
    }

    private static String outcome(CompletableFuture<Answer<List<String>>> login) {
        return login.handle((answer, failure) -> answer instanceof Answer.Yes<?> ? "in" : "out")
                .join();
    }

    @Test
    void accountsAreBounded() throws Exception {
        var accounts = new Accounts(1);
        assertThat(accounts.check("ada", "secret")).isEqualTo(new Answer.Yes<>("ada"));
        refuses(accounts.check("bob", "secret"), "there are no more accounts");
        refuses(accounts.check("ada", "guess"), "wrong password for ada");
        assertThat(accounts.check("ada", "secret")).isEqualTo(new Answer.Yes<>("ada"));
    }

    @Test
    void roomsAreBounded() throws Exception {
        var peers = new ArrayList<Peer>();
        try {
            for (var i = 0; i <= 10; i++) {
                var peer = connect();
                peers.add(peer);
                assertThat(login(peer, "user" + i, "secret")).isInstanceOf(Answer.Yes.class);
            }
            for (var i = 0; i < 100; i++)
                assertThat(enter(peers.get(i / 10), "room" + i)).isInstanceOf(Answer.Yes.class);
            refuses(enter(peers.getLast(), "room100"), "there are no more rooms");
            assertThat(enter(peers.getLast(), "room99")).as("one that is there").isInstanceOf(Answer.Yes.class);
        } finally {
            peers.forEach(Peer::close);
        }
    }

    private static Answer<Member.Entered> enter(Peer peer, String room) throws InterruptedException {
        return peer.address(Member.class).call(new Member.Enter(room));
    }

    @Test
    void isNotWaitedForForEver() throws Exception {
        try (var impatient = ChatServer.listen(new InetSocketAddress("localhost", 0), Duration.ofMillis(1));
                var peer = Tcp.connect("localhost", impatient.port())) {
            peer.join();
            assertThatThrownBy(() -> login(peer, "ada", "secret"))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.ConnectionLost.class));
        }
    }

    @Test
    void bringsNobodyInWhoseDoorDoesNotWork() throws Exception {
        try (var ada = Seat.inTheLounge(server.port(), "ada");
                var peer = connect()) {
            assertThat(login(peer, "eve", "secret", nobody())).isInstanceOf(Answer.Yes.class);
            ada.type("/msg eve hello");
            assertThat(ada.next()).isEqualTo("* eve does not answer");
            ada.type("still here");
            assertThat(ada.next()).isEqualTo("[lounge] ada: still here");
        }
    }

    @SuppressWarnings("NullAway") // a client that is not ours may answer anything
    private static Answer<Address<Inbox>> nobody() {
        return new Answer.Yes<>(null);
    }

    @Test
    void givesNobodyTheNameOfAnother() throws Exception {
        try (var ada = Seat.inTheLounge(server.port(), "ada");
                var peer = connect()) {
            assertThat(login(peer, "eve", "secret")).isInstanceOf(Answer.Yes.class);
            var member = peer.address(Member.class);
            refuses(member.call(new Member.Say("lounge", "I am in no room")), "you are not in lounge");
            assertThat(member.call(new Member.Enter("lounge"))).isInstanceOf(Answer.Yes.class);
            refuses(member.call(new Member.Say("lounge", "x".repeat(501))), Text.NOT_A_LINE);
            assertThat(member.call(new Member.Say("lounge", "ada: it is me"))).isInstanceOf(Answer.Yes.class);
            assertThat(ada.next()).isEqualTo("[lounge] * eve has come");
            assertThat(ada.next()).isEqualTo("[lounge] eve: ada: it is me");
            assertThat(unknown(() -> peer.address(Ears.class)
                            .call(new Ears.Line("lounge", 99, new Ears.What.Said("ada", "published past the desk")))))
                    .isEqualTo("chat-room::Line");
            refuses(member.call(new Member.Find("nobody")), "nobody is not here");
        }
    }
}
