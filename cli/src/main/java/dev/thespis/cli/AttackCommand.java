package dev.thespis.cli;

import dev.thespis.cli.attack.Attack;
import dev.thespis.cli.attack.Siege;
import dev.thespis.cli.attack.Siege.Outcome;
import dev.thespis.cli.attack.Siege.Verdict;
import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Attacks a server.
@Command(
        name = "attack",
        description = {
            "Attack a server of your own that exposes the reference services, and tell how it stands it. Attack no server"
                    + " of anybody else's.",
            "A line for each attack: what was done, what the server did, and how a well-behaved connection fared meanwhile;"
                    + " then 'N passed, N failed'. It passes if the server answers, cuts off or holds back as it should, and"
                    + " the other connection is answered all the while.",
            "The attacks: never-reads, ignores-credit, credit-overflow, lengths, half-frames, half-handshakes, unknown-services,"
                    + " capability-guesses, unasked-replies, cancel-storm, ping-flood, map-headers, silent-connections."
        })
final class AttackCommand extends BaseCommand {
    private static final int MOST_CONNECTIONS = 100_000;

    @Mixin
    private Destination destination = new Destination();

    @Option(names = "--attack", paramLabel = "NAME", description = "Only this one; may be given several times.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "5",
            converter = Seconds.class,
            description = "How long an attack may take at most; ${DEFAULT-VALUE} by default.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Duration seconds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many connections an attack may open, 1 to 100000; ${DEFAULT-VALUE} by default. If this"
                    + " process may not open as many files, they are fewer.")
    private int connections;

    @Option(
            names = "--beyond-loopback",
            description = "Also attack a server that is not on this machine. Only if it is your own.")
    private boolean beyondLoopback;

    @Option(names = "--json", description = "Print an array of objects.")
    private boolean json;

    @Override
    ExitCode run() throws Exception {
        if (connections < 1 || connections > MOST_CONNECTIONS)
            throw new Problem(
                    ExitCode.USAGE, "--connections=" + connections, "it must be from 1 to " + MOST_CONNECTIONS);
        var attacks = chosen();
        checkThatItIsHere();
        try (var session = destination.connect()) {
            session.meet();
        }
        var siege = new Siege(destination.target.resolve(), destination.dial(), seconds, connections);
        var outcomes = new ArrayList<Outcome>();
        for (var attack : attacks) {
            outcomes.add(siege.run(attack));
            if (!json) print(line(outcomes.getLast()));
        }
        print(json ? Json.of(outcomes.stream().map(AttackCommand::object).toList()) : summary(outcomes));
        return count(outcomes, Verdict.FAILED) == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Attack> chosen() {
        var all = Attack.all();
        var known = all.stream().map(Attack::name).toList();
        for (var name : names)
            if (!known.contains(name))
                throw new Problem(
                        ExitCode.USAGE,
                        "there is no attack '" + name + "'",
                        "there are " + known.stream().collect(Collectors.joining(", ")));
        return names.isEmpty()
                ? all
                : all.stream().filter(attack -> names.contains(attack.name())).toList();
    }

    /// A mistyped host name must not hit somebody else.
    private void checkThatItIsHere() {
        var target = destination.target;
        var address = target.resolve().getAddress();
        if (beyondLoopback || address == null || address.isLoopbackAddress()) return;
        throw new Problem(
                ExitCode.USAGE,
                target + " is not a loopback address",
                "attack only servers of your own; if this is one, say so with --beyond-loopback");
    }

    /// As a map: what writes JSON has no access to the classes of this module.
    private static Map<String, Object> object(Outcome outcome) {
        var object = new LinkedHashMap<String, Object>();
        object.put("attack", outcome.attack());
        object.put("what", outcome.what());
        object.put("verdict", outcome.verdict().name());
        object.put("reaction", outcome.reaction());
        object.put("othersCalls", outcome.othersCalls());
        object.put("othersP99Micros", outcome.othersP99Micros());
        object.put("othersFailure", outcome.othersFailure());
        return object;
    }

    private static String line(Outcome outcome) {
        var others = outcome.othersFailure().isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "others: %,d calls, p99 %.1f ms",
                        outcome.othersCalls(),
                        outcome.othersP99Micros() / 1e3)
                : "others FAILED: " + outcome.othersFailure();
        return Problem.oneLine(mark(outcome.verdict()) + "  " + outcome.attack() + ": " + outcome.what() + ": "
                + outcome.reaction() + "; " + others);
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "ok  ";
            case FAILED -> "FAIL";
            case SKIPPED -> "skip";
        };
    }

    private static String summary(List<Outcome> outcomes) {
        var skipped = count(outcomes, Verdict.SKIPPED);
        return count(outcomes, Verdict.PASSED) + " passed, " + count(outcomes, Verdict.FAILED) + " failed"
                + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }

    private static long count(List<Outcome> outcomes, Verdict verdict) {
        return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }
}
