package dev.thespis.cli;

import dev.thespis.cli.reference.ReferenceServer;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.cli.terminal.Target;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Serves the reference services until it is ended from outside.
@Command(
        name = "serve",
        description = {
            "Serve the reference services until Ctrl-C.",
            "The first line on standard output is 'listening on HOST:PORT'. What goes wrong with a connection is told"
                    + " on standard error. Ctrl-C closes all connections and ends it with 130."
        })
final class ServeCommand extends BaseCommand {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7000",
            description = "Where to listen, ${DEFAULT-VALUE} by default. Port 0 takes a free one.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Target listen;

    @Mixin
    private Listening listening = new Listening();

    @Override
    @SuppressWarnings("try") // the lines are only to end with the server
    ExitCode run() throws Exception {
        var address = listening.address(listen);
        try (var server = ReferenceServer.listen(address, listening.options(), peer -> EventLines.follow(peer, err()));
                var lines = StatsLines.every(listening.stats, server::peers, err())) {
            // A try block is not left when the process is ended from outside; this closes the connections then.
            var atEnd = new Thread(server::close, "thespis-serve-end");
            Runtime.getRuntime().addShutdownHook(atEnd);
            ServerLines.follow(server.events(), err());
            print("listening on " + server.local());
            server.join();
            return ExitCode.OK;
        } catch (IOException e) {
            throw new Problem(
                    ExitCode.UNREACHABLE,
                    String.valueOf(e.getMessage()),
                    "give another HOST:PORT with --listen; port 0 takes a free one",
                    e);
        }
    }
}
