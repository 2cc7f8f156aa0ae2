package dev.thespis.cli.reference;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.reference.Check.Mismatch;
import dev.thespis.remote.RemoteInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What the checks are run against, and what they are written with. Belongs to one thread.
final class Arena implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final InetSocketAddress server;
    private final Dial dial;
    private final Duration timeout;
    private @Nullable Client client;

    Arena(InetSocketAddress server, Dial dial, Duration timeout) {
        this.server = server;
        this.dial = dial;
        this.timeout = timeout;
    }

    /// The connection that the checks share; made anew if it has ended.
    Client client() throws IOException {
        var shared = client;
        if (shared != null && shared.peer().isOpen()) return shared;
        close();
        shared = fresh();
        client = shared;
        return shared;
    }

    Address<Remotes> remotes() throws IOException {
        return client().remotes();
    }

    /// A connection for one check, which closes it.
    Client fresh() throws IOException {
        return Client.connect(server, dial, timeout);
    }

    /// How long anything may take.
    Duration timeout() {
        return timeout;
    }

    /// Whether the server is one that keeps the order of what it is sent. The original's is not, and does not say
    /// hello.
    boolean keepsOrder() throws IOException {
        return client().peer().remote() instanceof RemoteInfo.Greeted;
    }

    void equal(@Nullable Object expected, @Nullable Object actual) throws Mismatch {
        if (!Objects.equals(expected, actual))
            throw new Mismatch("expected " + shown(expected) + ", got " + shown(actual));
    }

    private static String shown(@Nullable Object value) {
        var text = value instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : String.valueOf(value);
        return text.length() <= 80 ? text : text.substring(0, 80) + "… (" + text.length() + " characters)";
    }

    /// Asks until the answer is as expected or the time is over: sends are not waited for, and the original may
    /// handle the question before them.
    <T> void settles(T expected, Callable<T> question) throws Exception {
        var until = System.nanoTime() + timeout.toNanos();
        var answer = question.call();
        while (!answer.equals(expected) && System.nanoTime() - until < 0) {
            Thread.sleep(PAUSE);
            answer = question.call();
        }
        equal(expected, answer);
    }

    void fails(Class<? extends CallFailure> expected, Callable<?> call) throws Exception {
        Object reply;
        try {
            reply = call.call();
        } catch (CallException e) {
            if (expected.isInstance(e.failure())) return;
            throw new Mismatch("expected " + expected.getSimpleName() + ", got "
                    + e.failure().getClass().getSimpleName() + ": "
                    + e.failure().describe());
        }
        throw new Mismatch("expected " + expected.getSimpleName() + ", got the reply " + shown(reply));
    }

    @Override
    public void close() {
        var shared = client;
        client = null;
        if (shared != null) shared.close();
    }
}
