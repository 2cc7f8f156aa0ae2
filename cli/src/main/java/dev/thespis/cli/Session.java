package dev.thespis.cli;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.cli.terminal.ServiceName;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.RawService;
import dev.thespis.remote.RemoteInfo;
import dev.thespis.remote.tls.HandshakeException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;

/// A command's connection to a server. What goes wrong on it becomes a [Problem].
final class Session implements AutoCloseable {
    /// A name that nobody exposes. Being refused it shows that the other side reads and answers, whatever it is.
    private static final ServiceName NOBODYS = new ServiceName("thespis", "Probe");

    private static final byte[] NULL = {(byte) 0xf6};
    private static final Duration HELLO = Duration.ofSeconds(1);

    private final Target target;
    private final Duration timeout;
    private final Peer peer;

    /// Something to ask the other side.
    ///
    /// @param <T> the answer
    @FunctionalInterface
    interface Question<T> {
        T ask(Peer peer) throws InterruptedException;
    }

    private Session(Target target, Duration timeout, Peer peer) {
        this.target = target;
        this.timeout = timeout;
        this.peer = peer;
    }

    static Session open(Target target, Duration timeout, Dial dial) {
        if (target.port() == 0)
            throw new Problem(ExitCode.USAGE, "there is no port 0 to connect to", "give the server's port");
        try {
            return new Session(target, timeout, dial.connect(target.resolve(), PeerOptions.defaults(), peer -> {}));
        } catch (UnknownHostException e) {
            throw new Problem(
                    ExitCode.UNREACHABLE, "no address is known for host " + target.host(), "check the name", e);
        } catch (HandshakeException e) {
            throw new Problem(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), remedy(e.reason()), e);
        } catch (IOException e) {
            throw new Problem(
                    ExitCode.UNREACHABLE,
                    String.valueOf(e.getMessage()),
                    "is a server running there? 'thespis serve' starts one",
                    e);
        }
    }

    private static String remedy(HandshakeException.Reason reason) {
        return switch (reason) {
            case TIMEOUT, CLOSED, FAILED -> "does the server speak TLS there?";
            case NOT_TLS -> "leave the --tls options out, if that is what you want";
            case UNTRUSTED -> "give who has signed it with --tls-trust";
            case EXPIRED -> "its owner must renew it";
            case WRONG_HOST -> "connect to a name or address that stands in it";
            case NO_CERTIFICATE, REFUSED -> "give a certificate that it trusts with --tls-cert and --tls-key";
        };
    }

    Duration timeout() {
        return timeout;
    }

    Peer peer() {
        return peer;
    }

    RawService service(ServiceName name) {
        return peer.service(name.namespace(), name.name());
    }

    <T> T ask(Question<T> question) throws InterruptedException {
        try {
            return question.ask(peer);
        } catch (CallException e) {
            throw problem(e.failure(), e);
        } catch (SendException e) {
            throw problem(e.failure(), e);
        }
    }

    /// Waits until the other side has shown that it is a peer, and what kind of one.
    ///
    /// One of the original says nothing by itself, so it is asked.
    ///
    /// @return never `Unknown`
    /// @throws Problem if it says nothing, or nothing that makes sense
    RemoteInfo meet() throws InterruptedException {
        var hello = peer.remote(timeout.compareTo(HELLO) < 0 ? timeout : HELLO);
        if (!(hello instanceof RemoteInfo.Unknown)) return hello;
        probe();
        return peer.remote();
    }

    /// Asks something that any peer answers: for a service that does not exist.
    void probe() throws InterruptedException {
        try {
            service(NOBODYS).call(NULL, timeout);
        } catch (CallException e) {
            if (!(e.failure() instanceof CallFailure.UnknownService)) throw problem(e.failure(), e);
        }
    }

    private Problem problem(CallFailure failure, RuntimeException cause) {
        var what = target + ": " + failure.describe();
        return switch (failure) {
            case CallFailure.Timeout timedOut -> silence(what, cause);
            case CallFailure.UnknownService unknown ->
                new Problem(
                        ExitCode.UNKNOWN_SERVICE,
                        target + " does not expose " + unknown.service(),
                        "'thespis services " + target + "' lists what it exposes",
                        cause);
            case CallFailure.ConnectionLost lost ->
                new Problem(
                        ExitCode.UNREACHABLE,
                        target + ": the connection has ended: " + Stranger.described(lost.reason()),
                        remedy(lost),
                        cause);
            case CallFailure.Undecodable undecodable ->
                refused(target + ": " + undecodable.what(), "compare the JSON with the message's components", cause);
            case CallFailure.HandlerFailed failed -> refused(what, "its own events tell why", cause);
            case CallFailure.ActorStopped stopped -> refused(what, "its own events tell why", cause);
            case CallFailure.Refused forbidden -> refused(what, "ask whoever runs the server", cause);
            case CallFailure.NoCalls publisher -> refused(what, "use 'thespis send'", cause);
            case CallFailure.TooLarge large -> refused(what, "send less at once", cause);
            case CallFailure.Overloaded overloaded -> refused(what, "try again later", cause);
            case CallFailure.Cancelled cancelled -> refused(what, "try again", cause);
            case CallFailure.Deadlock deadlock -> refused(what, "ask whoever wrote the server", cause);
        };
    }

    private String remedy(CallFailure.ConnectionLost lost) {
        var isUntouched = lost.handled() == CallFailure.Handled.NO;
        if (peer.remote() instanceof RemoteInfo.Unknown)
            return "check host and port; is a Thespis server listening there?"
                    + (isUntouched ? "" : " If so, the message may have been handled");
        return isUntouched
                ? "the message was not handled; try again"
                : "the message may have been handled; see whether the server still runs before you try again";
    }

    private static Problem refused(String what, String remedy, RuntimeException cause) {
        return new Problem(ExitCode.REFUSED, what, remedy, cause);
    }

    private Problem silence(String what, RuntimeException cause) {
        if (!(peer.remote() instanceof RemoteInfo.Unknown))
            return new Problem(ExitCode.TIMEOUT, what, "a longer --timeout helps if it is only slow", cause);
        return new Problem(
                ExitCode.TIMEOUT,
                target + " accepts connections, but has said nothing within " + timeout.toMillis() + " ms",
                "does a Thespis server listen there? A longer --timeout helps if it is only slow",
                cause);
    }

    @Override
    public void close() {
        peer.close();
    }
}
