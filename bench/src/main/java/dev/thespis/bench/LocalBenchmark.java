package dev.thespis.bench;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Messages to an actor in the same process, until they are handled.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LocalBenchmark {
    private static final int SENDS = 100_000;
    private static final int CALLS = 10_000;
    private static final int SPAWNS = 10_000;
    private static final int PRODUCERS = 4;

    private Nursery nursery = Nursery.open("bench");
    private Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);

    /// The contract.
    public interface Counter {
        /// Adds.
        ///
        /// @param n how many
        record Add(long n) implements Message<Counter, Void> {}

        /// Asks.
        record Show() implements Message<Counter, Long> {}
    }

    private static final class Tally implements Actor<Counter> {
        private long total;

        @Override
        public Handlers<Counter> handlers() {
            return Handlers.of(Counter.class)
                    .run(Counter.Add.class, add -> total += add.n())
                    .on(Counter.Show.class, show -> total);
        }
    }

    /// Opens a nursery.
    @Setup
    public void open() {
        nursery.close();
        nursery = Nursery.open("bench");
        counter = nursery.spawn(Counter.class, Tally::new);
    }

    /// Closes it.
    @TearDown
    public void close() {
        nursery.close();
    }

    private void sends(int count) throws InterruptedException {
        for (var i = 0; i < count; i++) counter.send(new Counter.Add(1));
    }

    /// One producer on a virtual thread sends, then asks, so that all has been handled.
    ///
    /// @return the total
    /// @throws Exception never
    @Benchmark
    @OperationsPerInvocation(SENDS)
    public long sendsFromOne() throws Exception {
        return nursery.fork("producer", () -> {
                    sends(SENDS);
                    return counter.call(new Counter.Show());
                })
                .get();
    }

    /// Four producers on virtual threads.
    ///
    /// @return the total
    /// @throws Exception never
    @Benchmark
    @OperationsPerInvocation(SENDS)
    public long sendsFromFour() throws Exception {
        try (var producers = nursery.nest("producers")) {
            for (var i = 0; i < PRODUCERS; i++) {
                var unused = producers.fork("producer", () -> {
                    sends(SENDS / PRODUCERS);
                    return true;
                });
            }
        }
        return counter.call(new Counter.Show());
    }

    /// Calls back and forth from a virtual thread.
    ///
    /// @return the total
    /// @throws Exception never
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long calls() throws Exception {
        return nursery.fork("caller", () -> {
                    var last = 0L;
                    for (var i = 0; i < CALLS; i++) last = counter.call(new Counter.Show());
                    return last;
                })
                .get();
    }

    /// Spawns actors and stops them all.
    ///
    /// @return the last one's address
    @Benchmark
    @OperationsPerInvocation(SPAWNS)
    public Address<Counter> spawns() {
        try (var scope = nursery.nest("spawns")) {
            var last = counter;
            for (var i = 0; i < SPAWNS; i++) last = scope.spawn(Counter.class, Tally::new);
            return last;
        }
    }
}
