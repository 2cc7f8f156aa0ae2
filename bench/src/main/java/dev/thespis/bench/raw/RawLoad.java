package dev.thespis.bench.raw;

import dev.thespis.bench.load.Load;
import dev.thespis.bench.load.Tally;
import dev.thespis.bench.load.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/// The same frames as ours, as many on their way at once, batched as well as can be; a platform thread for each
/// connection.
final class RawLoad implements Load {
    private final Workload workload;
    private final List<RawConnection> connections = new ArrayList<>();

    private RawLoad(Workload workload) {
        this.workload = workload;
    }

    static RawLoad open(Workload workload, int port) throws IOException {
        var load = new RawLoad(workload);
        for (var n = 0; n < workload.connections(); n++) load.connections.add(new RawConnection(port, workload));
        return load;
    }

    @Override
    public Tally run(long untilNanos) throws Exception {
        var runs = new ArrayList<FutureTask<Tally>>();
        for (var connection : connections) {
            var run = new FutureTask<>(() -> workload.style() == Workload.Style.SEND
                    ? connection.sends(untilNanos)
                    : connection.calls(untilNanos));
            runs.add(run);
            Thread.ofPlatform().daemon().name("bench-raw").start(run);
        }
        var operations = new long[runs.size()];
        var times = new long[0];
        for (var n = 0; n < operations.length; n++) {
            var tally = runs.get(n).get();
            operations[n] = tally.total();
            times = tally.sortedNanos();
        }
        return new Tally(operations, times);
    }

    @Override
    public void close() {
        for (var connection : connections) connection.close();
    }
}
