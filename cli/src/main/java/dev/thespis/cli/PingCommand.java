package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.remote.RemoteInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures round trips.
@Command(
        name = "ping",
        description = {
            "Tell what listens there, and measure round trips.",
            "A peer of the original knows no pings; it is asked for a service that does not exist instead."
        })
final class PingCommand extends BaseCommand {
    private static final double NANOS_PER_MICRO = 1e3;

    @Mixin
    private Destination destination = new Destination();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often; ${DEFAULT-VALUE} by default.")
    private int count;

    @Option(names = "--json", description = "Print an object.")
    private boolean json;

    @Override
    ExitCode run() throws InterruptedException {
        if (count < 1) throw new Problem(ExitCode.USAGE, "--count=" + count, "it must be 1 or more");
        try (var session = destination.connect()) {
            var remote = session.meet();
            var micros = new ArrayList<Double>();
            for (var n = 0; n < count; n++) {
                var trip = trip(session, remote);
                micros.add(trip.toNanos() / NANOS_PER_MICRO);
                if (!json) print(String.format(Locale.ROOT, "%s: %.0f µs", destination.target, micros.getLast()));
            }
            print(
                    json
                            ? object(remote, micros)
                            : summary(remote, micros.stream().sorted().toList()));
            return ExitCode.OK;
        }
    }

    private static Duration trip(Session session, RemoteInfo remote) throws InterruptedException {
        if (remote instanceof RemoteInfo.Greeted) return session.ask(peer -> peer.ping(session.timeout()));
        var start = System.nanoTime();
        session.probe();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String summary(RemoteInfo remote, List<Double> sorted) {
        return String.format(
                Locale.ROOT,
                "%s; round trip min %.0f µs, median %.0f µs, max %.0f µs",
                Problem.oneLine(described(remote)),
                sorted.getFirst(),
                sorted.get(sorted.size() / 2),
                sorted.getLast());
    }

    private static String described(RemoteInfo remote) {
        return switch (remote) {
            case RemoteInfo.Unknown unknown -> "unknown";
            case RemoteInfo.Legacy legacy -> "a peer of the original, or one that speaks only the frames";
            case RemoteInfo.Greeted peer ->
                peer.software() + " " + peer.release() + ", protocol " + peer.protocol() + ", frames up to "
                        + peer.maxFrameBytes() + " bytes";
        };
    }

    private String object(RemoteInfo remote, List<Double> micros) {
        var object = new LinkedHashMap<String, Object>();
        object.put("target", destination.target.toString());
        object.put("remote", described(remote));
        if (remote instanceof RemoteInfo.Greeted peer) {
            object.put("software", peer.software());
            object.put("release", peer.release());
            object.put("protocol", peer.protocol());
            object.put("maxFrameBytes", peer.maxFrameBytes());
        }
        object.put("micros", micros);
        return Json.of(object);
    }
}
