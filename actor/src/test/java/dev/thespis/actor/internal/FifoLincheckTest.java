package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Checks that the inbox behaves like a queue that one can close, whatever the interleaving.
///
/// There is one consumer at a time, here as in life. When it rested it comes back by pushing something, since whoever
/// else would be told to wake a consumer means this one.
@Timeout(120)
public class FifoLincheckTest {
    private static final int EMPTY = -1;
    private static final int DRAINED = -2;

    private final Fifo inbox = new Fifo();
    private boolean rested;

    @Operation
    public boolean push(@Param(gen = IntGen.class, conf = "1:9") int value) {
        return inbox.push(new Numbered(value)) != Inbox.Push.CLOSED;
    }

    /// Once, and seldom before the threads start: most of what can go wrong goes wrong while it is open.
    @Operation(runOnce = true)
    public void close() {
        inbox.close();
    }

    @Operation(nonParallelGroup = "consumer")
    public int take() {
        if (rested) {
            inbox.push(new Numbered(EMPTY));
            rested = false;
        }
        while (true) {
            Envelope envelope = inbox.poll();
            if (envelope instanceof Numbered numbered) {
                if (numbered.value != EMPTY) {
                    return numbered.value;
                }
            } else {
                switch (inbox.rest()) {
                    case IDLE -> {
                        rested = true;
                        return EMPTY;
                    }
                    case DRAINED -> {
                        return DRAINED;
                    }
                    case MORE -> {
                        // look again
                    }
                }
            }
        }
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

    private static final class Numbered extends Envelope {
        private final int value;

        Numbered(int value) {
            super(new Nothing());
            this.value = value;
        }

        @Override
        public void succeeded(@Nullable Object reply) {}

        @Override
        public void failed(CallFailure failure, @Nullable Throwable cause) {}
    }

    private record Nothing() implements Message<FifoLincheckTest, Void> {}
}
