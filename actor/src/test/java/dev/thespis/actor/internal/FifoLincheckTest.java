package dev.thespis.actor.internal;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Checks that the inbox behaves like a queue that one can close, whatever the interleaving.
@Timeout(120)
public class FifoLincheckTest {
    private final Fifo inbox = new Fifo();
    private final LincheckConsumer consumer =
            new LincheckConsumer(inbox, () -> new LincheckEnvelope(LincheckConsumer.EMPTY));

    @Operation
    public boolean push(@Param(gen = IntGen.class, conf = "1:9") int value) {
        return inbox.push(new LincheckEnvelope(value)) != Inbox.Push.CLOSED;
    }

    /// Once, and seldom before the threads start: most of what can go wrong goes wrong while it is open.
    @Operation(runOnce = true)
    public void close() {
        inbox.close();
    }

    @Operation(nonParallelGroup = "consumer")
    public int take() {
        return consumer.take();
    }

    @Test
    void isLinearizableInEveryInterleavingTried() {
        new ModelCheckingOptions()
                .iterations(15)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .check(FifoLincheckTest.class);
    }
}
