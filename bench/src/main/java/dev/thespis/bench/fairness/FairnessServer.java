package dev.thespis.bench.fairness;

import dev.thespis.actor.Nursery;
import dev.thespis.bench.harness.Worker;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.remote.Services;

/// The process that is called: two actors, each behind a namespace.
final class FairnessServer {
    /// What the quiet one calls.
    static final String QUIET = "quiet";

    /// The other actor.
    static final String BESIDE = "beside";

    private FairnessServer() {}

    /// Prints its port, and serves until its input ends.
    ///
    /// @param arguments none
    /// @throws Exception if it can't serve
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        try (var nursery = Nursery.open("fairness")) {
            var quiet = services(nursery, QUIET);
            var beside = services(nursery, BESIDE);
            try (var server = Thespis.plain().listen(peer -> {
                peer.expose(quiet);
                peer.expose(beside);
            })) {
                out.println(server.port());
                Worker.serve(out, question -> {
                    throw new IllegalArgumentException("question=" + question);
                });
            }
        }
    }

    private static Services services(Nursery nursery, String namespace) {
        return Services.in(namespace)
                .add(Chore.class, nursery.spawn(Chore.class, Chore.Worker::new))
                .build();
    }
}
