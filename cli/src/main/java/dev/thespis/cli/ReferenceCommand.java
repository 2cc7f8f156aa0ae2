package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.reference.Outcome;
import dev.thespis.cli.reference.Suite;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Checks a server of the reference services.
@Command(
        name = "reference",
        description = {
            "Check any server of the reference services, the original's included: each service in both directions, each"
                    + " error, order and size.",
            "A line for each check, then 'N passed, N failed'. A line 'note' is neither: a server of the original does not"
                    + " promise the order of what it is sent. With --strict it counts as failed."
        })
final class ReferenceCommand extends BaseCommand {
    @Mixin
    private Destination destination = new Destination();

    @Option(names = "--strict", description = "Ask of a server of the original what only ours promises.")
    private boolean strict;

    @Option(names = "--json", description = "Print an array of objects, in the end.")
    private boolean json;

    private final List<Map<String, String>> outcomes = new ArrayList<>();
    private int passed;
    private int failed;

    @Override
    ExitCode run() throws Exception {
        try (var session = destination.connect()) {
            session.meet();
            session.probe(); // who does not answer this would let each check wait for the timeout
        }
        new Suite(destination.target.resolve(), destination.dial(), destination.timeout).run(this::report);
        print(json ? Json.of(outcomes) : passed + " passed, " + failed + " failed");
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void report(Outcome outcome) {
        switch (outcome) {
            case Outcome.Passed ok -> passed(ok.check());
            case Outcome.Failed bad -> failed(bad.check(), bad.reason());
            case Outcome.Noted odd -> {
                if (strict) failed(odd.check(), odd.detail());
                else tell("note", odd.check(), odd.detail());
            }
        }
    }

    private void passed(String check) {
        passed++;
        tell("ok", check, "");
    }

    private void failed(String check, String reason) {
        failed++;
        tell("FAIL", check, reason);
    }

    private void tell(String outcome, String check, String detail) {
        var line = Problem.oneLine(detail);
        if (json) outcomes.add(object(outcome, check, line));
        else print(String.format(Locale.ROOT, "%-6s%s", outcome, line.isEmpty() ? check : check + ": " + line));
    }

    private static Map<String, String> object(String outcome, String check, String detail) {
        var object = new LinkedHashMap<String, String>();
        object.put("outcome", outcome.toLowerCase(Locale.ROOT));
        object.put("check", check);
        object.put("detail", detail);
        return object;
    }
}
