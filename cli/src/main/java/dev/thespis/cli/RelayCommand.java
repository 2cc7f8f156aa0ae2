package dev.thespis.cli;

import dev.thespis.actor.Backoff;
import dev.thespis.actor.Events;
import dev.thespis.actor.Observer;
import dev.thespis.cli.json.Json;
import dev.thespis.cli.relay.Health;
import dev.thespis.cli.relay.RelayServer;
import dev.thespis.cli.relay.RelayServer.Connections;
import dev.thespis.cli.relay.Watch;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Choice;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Relay;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Passes requests on to other servers until it is ended from outside.
@Command(
        name = "relay",
        description = {
            "Pass requests on to other servers until Ctrl-C, without the classes of their messages.",
            "The first line on standard output is 'listening on HOST:PORT', then there is a line whenever a target is"
                    + " connected, has gone, was pinged, or leads back here. A target that is not there is tried again. What goes wrong"
                    + " with a connection is told on standard error. Ctrl-C closes all connections and ends it with 130."
        })
final class RelayCommand extends BaseCommand implements Watch {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final Duration LONG = Duration.ofDays(1);

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7001",
            description = "Where to listen, ${DEFAULT-VALUE} by default. Port 0 takes a free one.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Target listen;

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Where a server listens that requests are passed on to; may be given several times.")
    private List<Target> targets = new ArrayList<>();

    @Option(
            names = "--choose",
            paramLabel = "HOW",
            defaultValue = "round-robin",
            converter = Choices.class,
            description = "Which of several servers gets a request: round-robin, by turns over all clients; or"
                    + " least-loaded, which has the fewest calls of that client in flight, or of all clients with"
                    + " --shared; ${DEFAULT-VALUE} by default.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private How how;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description =
                    "Pass on only what the servers offer of this namespace; may be given several times. Servers of"
                            + " the original offer nothing.")
    private List<String> namespaces = new ArrayList<>();

    @Option(
            names = "--shared",
            description = "Let all clients share one connection to each server. Then the servers see one client, which"
                    + " can't be called back; and who logs in there logs in all.")
    private boolean shared;

    @Option(
            names = "--ping-every",
            paramLabel = "SECONDS",
            defaultValue = "30",
            converter = Seconds.class,
            description = "How often a server is pinged, 0.001 to 86400; ${DEFAULT-VALUE} by default.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Duration interval;

    @Option(
            names = "--pause",
            paramLabel = "SECONDS",
            defaultValue = "0.2",
            converter = Seconds.class,
            description = "How long to wait before a server that is not there is tried again the first time;"
                    + " ${DEFAULT-VALUE} by default. Then it is twice as long each time. Each pause is shortened by"
                    + " chance, by up to a half.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Duration pause;

    @Option(
            names = "--longest-pause",
            paramLabel = "SECONDS",
            defaultValue = "5",
            converter = Seconds.class,
            description = "How long to wait at most, from --pause on; ${DEFAULT-VALUE} by default.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Duration longestPause;

    @Mixin
    private Listening listening = new Listening();

    @Option(
            names = "--to-tls-trust",
            paramLabel = "FILE",
            description =
                    "Connect to the servers by TLS, and trust the certificates in this PEM file and those that they"
                            + " have signed. The servers are shown --tls-cert, if there is one.")
    private @Nullable Path trusted;

    @Option(names = "--json", description = "Print each line as an object.")
    private boolean json;

    /// Completed when nothing can be printed any more.
    private final CompletableFuture<Problem> unwritable = new CompletableFuture<>();

    /// What is known of the targets. Who passes requests on does not wait for who reads the lines.
    private final Events<Health> health = new Events<>(Health.Missed::new);

    /// How one of several targets is chosen.
    enum How {
        ROUND_ROBIN,
        LEAST_LOADED;

        Choice choice() {
            return switch (this) {
                case ROUND_ROBIN -> Choice.roundRobin();
                case LEAST_LOADED -> Choice.leastLoaded();
            };
        }
    }

    /// Reads one.
    static final class Choices implements ITypeConverter<How> {
        @Override
        public How convert(String text) {
            return switch (text) {
                case "round-robin" -> How.ROUND_ROBIN;
                case "least-loaded" -> How.LEAST_LOADED;
                default -> throw new TypeConversionException("'" + text + "' is neither round-robin nor least-loaded");
            };
        }
    }

    @Override
    @SuppressWarnings("try") // the lines are only to end with the server
    ExitCode run() throws Exception {
        var address = listening.address(listen);
        try (var known = health.observe(); // before there is anything to know
                var server = RelayServer.listen(plan(), address, listening.options(), this);
                var lines = StatsLines.every(listening.stats, server::peers, err())) {
            // A try block is not left when the process is ended from outside; this closes the connections then.
            var atEnd = new Thread(server::close, "thespis-relay-end");
            Runtime.getRuntime().addShutdownHook(atEnd);
            ServerLines.follow(server.events(), err());
            begin(server.local(), known);
            var unused = unwritable.thenRunAsync(server::close);
            server.join();
            return end();
        } catch (IOException e) {
            throw new Problem(
                    ExitCode.UNREACHABLE,
                    String.valueOf(e.getMessage()),
                    "give another HOST:PORT with --listen; port 0 takes a free one",
                    e);
        }
    }

    private ExitCode end() throws InterruptedException, ExecutionException {
        if (unwritable.isDone()) throw unwritable.get();
        return ExitCode.OK;
    }

    private RelayServer.Plan plan() {
        for (var target : targets) {
            if (target.port() == 0)
                throw new Problem(ExitCode.USAGE, "there is no port 0 to connect to", "give the server's port");
            if (target.equals(listen))
                throw new Problem(ExitCode.USAGE, "--to " + target + " is where it listens itself", "give another one");
        }
        if (pause.compareTo(longestPause) > 0)
            throw new Problem(
                    ExitCode.USAGE,
                    "--pause " + seconds(pause) + " is more than --longest-pause " + seconds(longestPause),
                    "give a longer --longest-pause");
        try {
            return new RelayServer.Plan(
                    targets,
                    listening.dial(trusted),
                    scope(),
                    how.choice(),
                    shared ? Connections.SHARED : Connections.OWN,
                    interval,
                    new Backoff(pause, longestPause));
        } catch (IllegalArgumentException e) {
            throw new Problem(ExitCode.USAGE, String.valueOf(e.getMessage()), "give another --namespace", e);
        }
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private Relay.Scope scope() {
        if (namespaces.isEmpty()) return new Relay.Scope.Everything();
        return new Relay.Scope.Any(
                namespaces.stream().<Relay.Scope>map(Relay.Scope.Namespace::new).toList());
    }

    private void begin(String local, Observer<Health> known) {
        print(json ? Json.of(object("listening", "address", local)) : "listening on " + local);
        Thread.ofVirtual().name("thespis-relay-lines").start(() -> tell(known));
    }

    @Override
    public void follow(Peer peer) {
        EventLines.follow(peer, err());
    }

    @Override
    public void report(Health now) {
        health.publish(now);
    }

    private void tell(Observer<Health> known) {
        try {
            while (true) tell(next(known));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
        } catch (NoSuchElementException e) {
            // the relay is closed
        }
    }

    private static Health next(Observer<Health> known) throws InterruptedException {
        while (true) {
            try {
                return known.take(LONG);
            } catch (TimeoutException e) {
                // there was nothing to tell in that time
            }
        }
    }

    private void tell(Health health) {
        try {
            print(json ? Json.of(object(health)) : line(health));
        } catch (Problem e) {
            unwritable.complete(e);
        }
    }

    private static String line(Health health) {
        return switch (health) {
            case Health.Connected now -> now.target() + " connected: " + Problem.oneLine(now.remote());
            case Health.RoundTrip trip ->
                String.format(Locale.ROOT, "%s round trip %.0f µs", trip.target(), micros(trip));
            case Health.Gone gone -> gone.target() + " gone: " + Stranger.described(Problem.oneLine(gone.reason()));
            case Health.Unreachable none ->
                none.target() + " unreachable, trying again: " + Stranger.described(Problem.oneLine(none.reason()));
            case Health.Silent silent ->
                silent.target() + " does not answer: no pong within " + seconds(silent.limit()) + " s";
            case Health.Loop loop -> loop.target() + " leads back here: who comes from there is not passed on to it";
            case Health.Missed missed -> missed.count() + " lines were left out, since nobody has read them";
        };
    }

    private static Map<String, Object> object(Health health) {
        return switch (health) {
            case Health.Connected now -> object("connected", now.target(), "remote", Problem.oneLine(now.remote()));
            case Health.RoundTrip trip -> object("roundTrip", trip.target(), "micros", micros(trip));
            case Health.Gone gone -> object("gone", gone.target(), "reason", Problem.oneLine(gone.reason()));
            case Health.Unreachable none ->
                object("unreachable", none.target(), "reason", Problem.oneLine(none.reason()));
            case Health.Silent silent ->
                object("silent", silent.target(), "seconds", silent.limit().toSeconds());
            case Health.Loop loop -> object("loop", loop.target());
            case Health.Missed missed -> object("missed", "count", missed.count());
        };
    }

    private static Map<String, Object> object(String event, Target target, Object... namesAndValues) {
        var all = new ArrayList<Object>(List.of("target", target.toString()));
        all.addAll(List.of(namesAndValues));
        return object(event, all.toArray());
    }

    private static double micros(Health.RoundTrip trip) {
        return trip.time().toNanos() / NANOS_PER_MICRO;
    }

    private static Map<String, Object> object(String event, Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        object.put("event", event);
        for (var n = 0; n < namesAndValues.length; n += 2)
            object.put(namesAndValues[n].toString(), namesAndValues[n + 1]);
        return object;
    }
}
