package dev.thespis.bench.fairness;

import dev.thespis.bench.harness.Worker;
import dev.thespis.bench.ours.Thespis;

/// A process that is busy over a connection of its own.
final class FloodMain {
    /// Asks how much it has done.
    static final String DONE = "done";

    private FloodMain() {}

    /// Prints a line when it is under way, then answers what it has done.
    ///
    /// @param arguments the port of the server, and the label of a scenario
    /// @throws Exception if anything fails
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        try (var peer = Thespis.plain().dial(Integer.parseInt(arguments[0]))) {
            var address = peer.address(Chore.class, FairnessServer.QUIET);
            try (var busy = Scenario.of(arguments[1]) == Scenario.SENDS_ELSEWHERE
                    ? Busy.sending(address, new Chore.Put(1))
                    : Busy.calling(FairnessClient.CALLERS, address, new Chore.Light(1))) {
                busy.awaitBegun();
                out.println("under way");
                Worker.serve(out, question -> Long.toString(busy.done()));
            }
        }
    }
}
