package dev.thespis.actor.internal;

import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.NurseryOptions;
import dev.thespis.actor.Protocol;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Checks that the gate behaves like a counter of slots that one can close, whatever the interleaving: none is lost,
/// none is given twice.
///
/// A sender that waits has a deadline that has passed, since one that parks has no counterpart in a run of one thread.
/// It joins the queue all the same, and either leaves it or is let in by the consumer at the last moment. That one that
/// parks is woken is what `StressTest` tries.
@Timeout(120)
public class GateLincheckTest {
    /// Lincheck stops the clock, shortly after zero.
    private static final Deadline PASSED = new Deadline(Duration.ZERO, Long.MIN_VALUE / 2, false);

    /// For what the senders wait: an actor that is never started.
    private static final Cell<Nobody> NOBODY = new Cell<>(
            Scope.open(NurseryOptions.named("none"), (handlers, protocol) -> new Handler<?, ?>[0]),
            Protocol.of(Nobody.class),
            ActorOptions.defaults(),
            self -> () -> Handlers.of(Nobody.class));

    /// A protocol.
    public interface Nobody {
        /// Its message.
        record Nothing() implements Message<Nobody, Void> {}
    }

    private final Gate gate = new Gate(1);

    @Operation
    public boolean tryEnter() {
        return gate.tryEnter();
    }

    @Operation
    public boolean enter() throws InterruptedException {
        return gate.enter(new Gate.Waiter(NOBODY), PASSED);
    }

    /// An envelope leaves the mailbox, as it may: there is no telling here whether one is in.
    @Operation(nonParallelGroup = "consumer")
    public void pass() {
        gate.passed();
        gate.handOver();
    }

    @Operation(runOnce = true)
    public void close() {
        gate.close();
    }

    @Test
    void isLinearizableInEveryInterleavingTried() {
        new ModelCheckingOptions()
                .iterations(20)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsBefore(1)
                .actorsPerThread(2)
                .actorsAfter(2)
                .check(GateLincheckTest.class);
    }
}
