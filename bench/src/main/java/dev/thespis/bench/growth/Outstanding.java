package dev.thespis.bench.growth;

import dev.thespis.bench.load.Callers;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Times;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.remote.Limits;
import java.util.Arrays;

/// Threads that call over one connection at the same time.
final class Outstanding implements Subject {
    private final Client client;
    private int callers = 1;

    Outstanding(Limits limits, int port) throws Exception {
        client = new Thespis("thespis", limits).connect(port);
    }

    @Override
    public void resize(int size) {
        callers = Math.max(1, size);
    }

    @Override
    public long work(long untilNanos) throws Exception {
        return Arrays.stream(Callers.run(callers, untilNanos, (caller, turn) -> call(turn)))
                .sum();
    }

    /// What one of many waits, so the others go on meanwhile.
    @Override
    public void single(Times times, long untilNanos) throws Exception {
        var unused = Callers.run(callers, untilNanos, (caller, turn) -> {
            if (caller > 0) call(turn);
            else if (turn == 0) Callers.timed(times, untilNanos, (one, n) -> call(n));
        });
    }

    private void call(long turn) throws Exception {
        Client.same(turn, client.call(turn));
    }

    @Override
    public void close() {
        client.close();
    }
}
