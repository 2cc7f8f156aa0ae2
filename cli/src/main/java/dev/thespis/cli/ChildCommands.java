package dev.thespis.cli;

import dev.thespis.cli.bench.BenchServer;
import dev.thespis.cli.child.Child;
import dev.thespis.cli.demo.DemoClient;
import dev.thespis.cli.demo.DemoServer;
import dev.thespis.cli.soak.SoakRelay;
import dev.thespis.cli.soak.SoakServer;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What the processes run that `demo`, `bench` and `soak` start. They end with their parent.
final class ChildCommands {
    private ChildCommands() {}

    /// The demo's server.
    @Command(name = "demo-server", hidden = true, description = "The server of 'demo'.")
    static final class DemoServerCommand extends BaseCommand {
        @Override
        ExitCode run() throws Exception {
            Child.endWithParent();
            DemoServer.run(address -> print("listening on " + address));
            return ExitCode.OK;
        }
    }

    /// The demo's client.
    @Command(name = "demo-client", hidden = true, description = "The client of 'demo'.")
    static final class DemoClientCommand extends BaseCommand {
        @Parameters(index = "0", paramLabel = "HOST:PORT", description = "Where the server listens.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Target server;

        @Parameters(index = "1..*", paramLabel = "FILE", description = "What to count.")
        private List<Path> files = new ArrayList<>();

        @Override
        ExitCode run() throws Exception {
            Child.endWithParent();
            var equal = DemoClient.run(server.resolve(), files, this::print, this::tell);
            return equal ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /// The benchmark's server.
    @Command(name = "bench-server", hidden = true, description = "The server of 'bench'.")
    static final class BenchServerCommand extends BaseCommand {
        @Override
        ExitCode run() throws Exception {
            Child.endWithParent();
            BenchServer.run(this::print);
            return ExitCode.OK;
        }
    }

    /// The soak's server.
    @Command(name = "soak-server", hidden = true, description = "The server of 'soak'.")
    static final class SoakServerCommand extends BaseCommand {
        @Parameters(index = "0", paramLabel = "FILE", description = "Where to write down what is handled.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Path journal;

        @Override
        ExitCode run() throws Exception {
            SoakServer.run(journal, this::print);
            return ExitCode.OK;
        }
    }

    /// The soak's relay.
    @Command(name = "soak-relay", hidden = true, description = "The relay of 'soak'.")
    static final class SoakRelayCommand extends BaseCommand {
        @Parameters(index = "0", paramLabel = "HOST:PORT", description = "Where the server is reached.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Target server;

        @Override
        ExitCode run() throws Exception {
            SoakRelay.run(server, this::print);
            return ExitCode.OK;
        }
    }
}
