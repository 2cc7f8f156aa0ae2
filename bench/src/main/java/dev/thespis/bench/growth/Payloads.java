package dev.thespis.bench.growth;

import dev.thespis.bench.load.Callers;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Times;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.remote.Limits;
import java.util.Arrays;

/// Bytes that go there and back.
final class Payloads implements Subject {
    private static final int CALLERS = 4;

    private final Client client;
    private byte[] data = {};

    Payloads(Limits limits, int port) throws Exception {
        client = new Thespis("thespis", limits).connect(port);
    }

    @Override
    public void resize(int size) {
        data = new byte[size];
    }

    @Override
    public long work(long untilNanos) throws Exception {
        return Arrays.stream(Callers.run(CALLERS, untilNanos, (caller, turn) -> echo()))
                .sum();
    }

    @Override
    public void single(Times times, long untilNanos) throws Exception {
        var unused = Callers.timed(times, untilNanos, (caller, turn) -> echo());
    }

    private void echo() throws Exception {
        Client.same(data.length, client.echo(data));
    }

    @Override
    public void close() {
        client.close();
    }
}
