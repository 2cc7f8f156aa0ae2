package dev.thespis.bench.harness;

import dev.thespis.bench.load.Callers;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Contender;
import dev.thespis.bench.load.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// What many connections cost that have made one call each and then do nothing, and what a call over one more costs.
final class IdleConnections {
    /// Each client of Pekko is an actor system with threads of its own, so this many say as much as thousands.
    private static final int MOST_OF_PEKKO = 50;

    private final Job job;
    private final Worker server;
    private final int port;
    private final Contender contender;

    IdleConnections(Job job, Worker server, int port) {
        this.job = job;
        this.server = server;
        this.port = port;
        this.contender = Contenders.remote(job.system());
    }

    Result measure() throws Exception {
        var count = job.system().equals("pekko") ? Math.min(job.idle(), MOST_OF_PEKKO) : job.idle();
        var clients = new ArrayList<Client>();
        try {
            var alone = p50();
            var serverBefore = server.collected();
            var before = Usage.collected();
            for (var n = 0; n < count; n++) {
                var client = contender.connect(port);
                clients.add(client);
                Client.same(n, client.call(n));
            }
            var after = Usage.collected();
            var serverAfter = server.collected();
            var figures = new LinkedHashMap<String, Double>();
            figures.put("connections", (double) count);
            figures.put("clientHeapBytes", (double) (after.heapBytes() - before.heapBytes()) / count);
            figures.put("serverHeapBytes", (double) (serverAfter.heapBytes() - serverBefore.heapBytes()) / count);
            figures.put("clientRssBytes", (double) (after.rssBytes() - before.rssBytes()) / count);
            figures.put("serverRssBytes", (double) (serverAfter.rssBytes() - serverBefore.rssBytes()) / count);
            figures.put("p50AloneMicros", alone);
            figures.put("p50AmongMicros", p50());
            return new Result(job.system(), "idle-" + job.idle(), figures);
        } finally {
            for (var client : clients) client.close();
        }
    }

    /// Of calls one after the other, over a connection that is made for them.
    private double p50() throws Exception {
        try (var client = contender.connect(port)) {
            var times = new Times(true);
            calls(client, times, job.warmUpNanos());
            calls(client, times, job.nanos());
            return Times.micros(times.sorted(), 0.5);
        }
    }

    private static void calls(Client client, Times times, long nanos) throws Exception {
        var unused = Callers.timed(times, System.nanoTime() + nanos, (caller, turn) -> client.call(turn));
    }
}
