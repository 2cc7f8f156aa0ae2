package dev.thespis.cli;

import dev.thespis.cli.reference.Outcome;
import dev.thespis.cli.reference.Suite;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.cli.terminal.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
    @Parameters(index = "0", paramLabel = "HOST:PORT", description = "Where the server listens.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Target target;

    @Option(names = "--strict", description = "Ask of a server of the original what only ours promises.")
    private boolean strict;

    @Mixin
    private Patience patience = new Patience();

    private int passed;
    private int failed;

    @Override
    ExitCode run() throws Exception {
        try (var session = Session.open(target, patience.timeout)) {
            session.meet();
        }
        new Suite(target.resolve(), patience.timeout).run(this::report);
        print(passed + " passed, " + failed + " failed");
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void report(Outcome outcome) {
        print(
                switch (outcome) {
                    case Outcome.Passed ok -> passed(ok.check());
                    case Outcome.Failed bad -> failed(bad.check(), bad.reason());
                    case Outcome.Noted odd ->
                        strict ? failed(odd.check(), odd.detail()) : noted(odd.check(), odd.detail());
                });
    }

    private String passed(String check) {
        passed++;
        return "ok    " + check;
    }

    private String failed(String check, String reason) {
        failed++;
        return "FAIL  " + check + ": " + Problem.oneLine(reason);
    }

    private static String noted(String check, String detail) {
        return "note  " + check + ": " + Problem.oneLine(detail);
    }
}
