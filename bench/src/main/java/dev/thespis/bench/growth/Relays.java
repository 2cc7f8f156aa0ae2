package dev.thespis.bench.growth;

import dev.thespis.bench.harness.Worker;
import dev.thespis.bench.load.Callers;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Times;
import dev.thespis.bench.ours.Thespis;
import java.util.Arrays;

/// Relays between this process and an actor, all of them in the server process.
final class Relays implements Subject {
    private final Worker server;
    private Client client;

    Relays(Worker server, int port) throws Exception {
        this.server = server;
        this.client = Thespis.plain().connect(port);
    }

    @Override
    public void resize(int size) throws Exception {
        client.close();
        client = Thespis.plain().connect(Integer.parseInt(server.ask(GrowthServer.RELAYS + " " + size)));
        call(1);
    }

    @Override
    public long work(long untilNanos) throws Exception {
        return Arrays.stream(Callers.run(Crowd.CALLERS, untilNanos, (caller, turn) -> call(turn)))
                .sum();
    }

    @Override
    public void single(Times times, long untilNanos) throws Exception {
        var unused = Callers.timed(times, untilNanos, (caller, turn) -> call(turn));
    }

    private void call(long turn) throws Exception {
        Client.same(turn, client.call(turn));
    }

    @Override
    public void close() {
        client.close();
    }
}
