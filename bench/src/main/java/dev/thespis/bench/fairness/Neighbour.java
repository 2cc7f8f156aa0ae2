package dev.thespis.bench.fairness;

import dev.thespis.actor.Nursery;
import dev.thespis.bench.harness.SpinMain;
import dev.thespis.bench.harness.Worker;
import dev.thespis.remote.Peer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// The busy one of a scenario: begins when it is made, ends when it is closed.
interface Neighbour extends AutoCloseable {
    /// How many messages of a busy actor are always in its mailbox.
    int STEPS = 16;

    /// How much it has done so far; 0 if nobody counts.
    ///
    /// @throws Exception if it failed
    long done() throws Exception;

    @Override
    void close();

    /// In this process: actors whose mailboxes are never empty, since each message sends the next one.
    static Neighbour actors(Scenario scenario) throws Exception {
        var nursery = Nursery.open("busy");
        var done = new LongAdder();
        for (var n = 0; n < FairnessClient.BUSY_ACTORS; n++) {
            var actor = nursery.spawn(Treadmill.class, self -> new Treadmill.Runner(self, done));
            for (var step = 0; step < STEPS; step++)
                actor.send(new Treadmill.Step(scenario == Scenario.HEAVY_ACTORS ? 1_000_000 : 0));
        }
        return new Neighbour() {
            @Override
            public long done() {
                return done.sum();
            }

            @Override
            public void close() {
                nursery.cancel();
                nursery.close();
            }
        };
    }

    /// In this process, over the connection of the quiet one.
    static Neighbour over(Peer peer, Scenario scenario) throws Exception {
        var address = peer.address(Chore.class, FairnessServer.BESIDE);
        var busy = switch (scenario) {
            case SENDS_BESIDE -> Busy.sending(address, new Chore.Put(1));
            case CALLS_BESIDE -> Busy.calling(FairnessClient.CALLERS, address, new Chore.Light(1));
            case SLOW_BESIDE -> Busy.calling(FairnessClient.CALLERS, address, new Chore.Wait(5_000_000));
            case HEAVY_BESIDE -> Busy.calling(FairnessClient.CALLERS, address, new Chore.Compute(1_000_000));
            default -> throw new IllegalArgumentException("scenario=" + scenario);
        };
        busy.awaitBegun();
        return new Neighbour() {
            @Override
            public long done() {
                return busy.done();
            }

            @Override
            public void close() {
                busy.close();
            }
        };
    }

    /// In a process of its own.
    ///
    /// @param port of the server that the quiet one calls
    static Neighbour process(int port, Scenario scenario) throws Exception {
        var strangers = scenario == Scenario.STRANGERS;
        var process = strangers
                ? Worker.start(
                        List.of(),
                        List.of(),
                        SpinMain.class,
                        List.of(Integer.toString(Runtime.getRuntime().availableProcessors())))
                : Worker.start(
                        List.of(), List.of(), FloodMain.class, List.of(Integer.toString(port), scenario.label()));
        var unused = process.line();
        return new Neighbour() {
            @Override
            public long done() throws Exception {
                return strangers ? 0 : Long.parseLong(process.ask(FloodMain.DONE));
            }

            @Override
            public void close() {
                process.close();
            }
        };
    }
}
