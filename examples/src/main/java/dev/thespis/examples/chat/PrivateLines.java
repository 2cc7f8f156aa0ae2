package dev.thespis.examples.chat;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.Peer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The private lines to others that were asked for, as long as they lead somewhere.
///
/// *Threading.* Safe for use by any number of threads.
final class PrivateLines {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Peer peer;
    private final Address<Member> member;
    private final Screen screen;
    private final Map<String, Address<Inbox>> open = new ConcurrentHashMap<>();

    PrivateLines(Peer peer, Address<Member> member, Screen screen) {
        this.peer = peer;
        this.member = member;
        this.screen = screen;
    }

    /// Writes to another user. A message that has certainly not got there is tried once more, on a new line. One of
    /// which that is not known is not: it could be read twice.
    Answer<String> tell(String name, String text) throws InterruptedException {
        if (!Text.isLine(text)) return new Answer.No<>(Text.NOT_A_LINE);
        try {
            var known = open.get(name);
            if (known != null && hears(known, text)) return new Answer.Yes<>(name);
            return switch (member.call(new Member.Find(name))) {
                case Answer.No<Address<Inbox>> no -> new Answer.No<>(no.why());
                case Answer.Yes<Address<Inbox>> yes -> {
                    remember(name, yes.value());
                    yield hears(yes.value(), text)
                            ? new Answer.Yes<>(name)
                            : new Answer.No<>(name + " can't be reached just now");
                }
            };
        } catch (CallException e) {
            if (!peer.isOpen()) throw e;
            return new Answer.No<>("nobody knows whether " + name + " has got that");
        }
    }

    /// Whether the message has got there.
    ///
    /// @throws CallException if that is not known
    private static boolean hears(Address<Inbox> line, String text) throws InterruptedException {
        try {
            line.call(new Inbox.Hear(text), PATIENCE);
            return true;
        } catch (CallException e) {
            if (e.failure().handled() == Handled.NO) return false;
            throw e;
        }
    }

    /// The line is forgotten when it is cut, the other user goes, or the connection ends. What is told on the
    /// connection's own thread must not wait for a screen.
    private void remember(String name, Address<Inbox> line) {
        open.put(name, line);
        var unused = line.closed().thenRunAsync(() -> forget(name, line), Thread::startVirtualThread);
    }

    private void forget(String name, Address<Inbox> line) {
        if (open.remove(name, line) && peer.isOpen()) screen.note("the private line to " + name + " is closed");
    }
}
