package dev.thespis.actor.internal;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Checks that the inbox behaves like a queue that forgets its oldest when it is full, and that one can close, whatever
/// the interleaving.
///
/// The consumer comes back with a signal, which takes no room.
@Timeout(120)
public class LatestLincheckTest {
    private final Latest inbox = new Latest(2, displaced -> {});
    private final LincheckConsumer consumer =
            new LincheckConsumer(inbox, () -> new Signal(new IllegalStateException("wake")));

    @Operation
    public boolean push(@Param(gen = IntGen.class, conf = "1:9") int value) {
        return inbox.push(new LincheckEnvelope(value)) != Inbox.Push.CLOSED;
    }

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
                .iterations(10)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(3)
                .check(LatestLincheckTest.class);
    }
}
