package dev.thespis.cli.reference;

import dev.thespis.actor.CallException;
import dev.thespis.actor.SendException;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.reference.Check.Allowance;
import dev.thespis.cli.reference.Check.Mismatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Checks any server of the reference services, the original's included: each service, in both directions, and each
/// error.
///
/// The server's hub need not be fresh; what others do with it meanwhile may make checks fail.
public final class Suite {
    private final InetSocketAddress server;
    private final Dial dial;
    private final Duration timeout;

    /// Makes a suite.
    ///
    /// @param server where the server listens
    /// @param dial how to connect to it
    /// @param timeout how long a call may take
    public Suite(InetSocketAddress server, Dial dial, Duration timeout) {
        this.server = server;
        this.dial = dial;
        this.timeout = timeout;
    }

    /// The checks, in the order in which they are run.
    private static List<Check> checks() {
        return Stream.of(MirrorChecks.all(), HubChecks.all(), CallChecks.all(), ErrorChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    /// Runs all checks, one after the other.
    ///
    /// @param report is given each outcome as soon as it is known
    /// @throws IOException if there is no connection to begin with
    /// @throws InterruptedException if interrupted; all connections are closed
    public void run(Consumer<Outcome> report) throws IOException, InterruptedException {
        try (var arena = new Arena(server, dial, timeout)) {
            arena.client();
            for (var check : checks()) report.accept(run(check, arena));
        }
    }

    private static Outcome run(Check check, Arena arena) throws InterruptedException {
        try {
            check.body().run(arena);
            return new Outcome.Passed(check.name());
        } catch (InterruptedException e) {
            throw e;
        } catch (Allowance e) {
            return new Outcome.Noted(check.name(), message(e));
        } catch (ExecutionException e) {
            return new Outcome.Failed(check.name(), reason(e.getCause() instanceof Exception cause ? cause : e));
        } catch (Exception e) { // a check may fail in any way, and the others are to be run nevertheless
            return new Outcome.Failed(check.name(), reason(e));
        }
    }

    private static String reason(Exception e) {
        return switch (e) {
            case Mismatch mismatch -> message(mismatch);
            case CallException call -> call.failure().describe();
            case SendException send -> send.failure().describe();
            case TimeoutException timeout -> "no reply in time";
            default -> e.getClass().getSimpleName() + ": " + message(e);
        };
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
