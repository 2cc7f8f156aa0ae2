package dev.thespis.examples.chat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.ObserveOptions;
import dev.thespis.actor.Observer;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerEvent;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One user's connection: what it exposes to the server, and what it can ask of it.
final class ChatClient implements AutoCloseable {
    private static final ObserveOptions<PeerEvent> ENDINGS = ObserveOptions.<PeerEvent>defaults()
            .withFilter(event -> event instanceof PeerEvent.Leaving || event instanceof PeerEvent.Closed);

    private final Nursery nursery;
    private final Address<Contacts> contacts;
    private final Address<Reader> reader;
    private final Peer peer;
    private final Observer<PeerEvent> endings;
    private final Address<Member> member;
    private final PrivateLines lines;

    static ChatClient connect(InetSocketAddress address, Screen screen) throws IOException {
        var nursery = Nursery.open("client");
        try {
            return new ChatClient(nursery, address, screen);
        } catch (IOException e) {
            nursery.close();
            throw e;
        }
    }

    private ChatClient(Nursery nursery, InetSocketAddress address, Screen screen) throws IOException {
        this.nursery = nursery;
        this.contacts = nursery.spawn(Contacts.class, () -> new ContactsActor(nursery, screen));
        this.reader = nursery.spawn(Reader.class, () -> new ReaderActor(screen));
        var observer = new CompletableFuture<Observer<PeerEvent>>();
        this.peer = Tcp.connect(address, PeerOptions.defaults(), self -> {
            self.expose(Services.of(Ears.class, reader));
            observer.complete(self.events().observe(ENDINGS));
        });
        this.endings = observer.join();
        this.member = peer.address(Member.class);
        this.lines = new PrivateLines(peer, member, screen);
    }

    /// Logs in. The server gets the right to ask for private lines, and not that to block users.
    Answer<List<String>> login(String name, String password) throws InterruptedException {
        Address<Door> door = Address.narrow(contacts);
        return peer.address(Entrance.class).call(new Entrance.Login(name, password, door));
    }

    Answer<Member.Entered> enter(String room) throws InterruptedException {
        reader.send(new Reader.Expect(room));
        var answer = member.call(new Member.Enter(room));
        switch (answer) {
            case Answer.Yes<Member.Entered> yes ->
                reader.send(new Reader.Begin(room, yes.value().lines()));
            case Answer.No<Member.Entered> no -> reader.send(new Reader.End(room));
        }
        return answer;
    }

    Answer<String> leave(String room) throws InterruptedException {
        var answer = member.call(new Member.Leave(room));
        reader.send(new Reader.End(room));
        return answer;
    }

    Answer<Long> say(String room, String text) throws InterruptedException {
        return member.call(new Member.Say(room, text));
    }

    List<String> who() throws InterruptedException {
        return member.call(new Member.Who());
    }

    List<String> rooms() throws InterruptedException {
        return member.call(new Member.Rooms());
    }

    Answer<String> tell(String name, String text) throws InterruptedException {
        return lines.tell(name, text);
    }

    void block(String name) throws InterruptedException {
        contacts.call(new Contacts.Block(name));
    }

    void allow(String name) throws InterruptedException {
        contacts.call(new Contacts.Allow(name));
    }

    /// Waits until the connection has ended.
    ///
    /// @return why, in the server's words if it has said something
    String ending() throws InterruptedException {
        peer.join();
        return switch (endings.poll().getFirst()) {
            case PeerEvent.Leaving leaving -> leaving.reason();
            case PeerEvent.Closed closed -> closed.reason();
            default -> throw new IllegalStateException("no other events pass the filter");
        };
    }

    boolean isOpen() {
        return peer.isOpen();
    }

    @Override
    public void close() {
        peer.close("the user has left");
        nursery.close();
    }
}
