package dev.thespis.actor.internal;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Checks that the inbox behaves like two queues that one can close together, the first of which is emptied first,
/// whatever the interleaving.
@Timeout(120)
public class TwoLanesLincheckTest {
    private final TwoLanes inbox = new TwoLanes(message -> false);
    private final LincheckConsumer consumer =
            new LincheckConsumer(inbox, () -> new LincheckEnvelope(LincheckConsumer.EMPTY));

    @Operation
    public boolean pushUrgent(@Param(gen = IntGen.class, conf = "1:4") int value) {
        LincheckEnvelope envelope = new LincheckEnvelope(value);
        envelope.mark(Envelope.URGENT);
        return inbox.push(envelope) != Inbox.Push.CLOSED;
    }

    @Operation
    public boolean push(@Param(gen = IntGen.class, conf = "5:9") int value) {
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
                .iterations(8)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(3)
                .check(TwoLanesLincheckTest.class);
    }
}
