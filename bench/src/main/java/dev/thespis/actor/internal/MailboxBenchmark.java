package dev.thespis.actor.internal;

import dev.thespis.actor.Message;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The queue in front of an actor, without the actor: see LocalBenchmark for both.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MailboxBenchmark {
    private static final int MESSAGES = 64;
    private static final Nothing.One ONE = new Nothing.One();

    private final Inbox fifo = new Fifo();
    private final Inbox twoLanes = new TwoLanes(message -> false);

    /// The contract.
    public interface Nothing {
        /// A message.
        record One() implements Message<Nothing, Void> {}
    }

    /// Messages come while none is handled, then all are handled.
    ///
    /// @return the last one
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Object batch() {
        return fill(fifo, MESSAGES);
    }

    /// As [#batch], with two lanes.
    ///
    /// @return the last one
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Object batchInTwoLanes() {
        return fill(twoLanes, MESSAGES);
    }

    /// Each message is handled before the next one comes.
    ///
    /// @return the message
    @Benchmark
    public Object oneByOne() {
        return fill(fifo, 1);
    }

    private static Object fill(Inbox inbox, int count) {
        for (var n = 0; n < count; n++) {
            var unused = inbox.push(new LocalSend(ONE));
        }
        var last = (Object) null;
        for (var next = inbox.poll(); next != null; next = inbox.poll()) last = next;
        var unused = inbox.rest();
        return last;
    }
}
