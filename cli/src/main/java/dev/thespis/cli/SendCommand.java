package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.cli.terminal.ServiceName;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.RemoteInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Sends to a service.
@Command(
        name = "send",
        description = {
            "Send to a service one-way. Prints nothing.",
            "Ends with 0 when the server has read the message. What becomes of it there is not reported, as of any send; JSON"
                    + " is written as for 'call'."
        },
        footer = {"", "Example: thespis send localhost:7000 remotes::Add 5"})
final class SendCommand extends BaseCommand {
    @Parameters(index = "0", paramLabel = "HOST:PORT", description = "Where the server listens.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Target target;

    @Parameters(index = "1", paramLabel = "namespace::Name", description = "The service.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private ServiceName service;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "JSON",
            defaultValue = "null",
            description = "The message; nothing, or null, for one without components.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String message;

    @Mixin
    private Patience patience = new Patience();

    @Override
    ExitCode run() throws InterruptedException {
        var payload = Json.payload(message);
        try (var session = Session.open(target, patience.timeout)) {
            var greeted = session.meet() instanceof RemoteInfo.Greeted;
            if (greeted) checkOffered(session);
            session.ask(peer -> {
                session.service(service).send(payload);
                return service;
            });
            // Frames are read in order: whoever answers this has read the message before.
            if (greeted) session.ask(peer -> peer.ping(session.timeout()));
            else session.probe();
            return ExitCode.OK;
        }
    }

    /// A send to a service that is not there would be dropped without a word; a server that says what it exposes lets
    /// us
    /// know before.
    private void checkOffered(Session session) throws InterruptedException {
        var id = session.service(service).id();
        var offered = session.ask(peer -> peer.offered(session.timeout()));
        if (offered.stream().noneMatch(other -> other.id().equals(id)))
            throw new Problem(
                    ExitCode.UNKNOWN_SERVICE,
                    target + " does not expose " + service,
                    "'thespis services " + target + "' lists what it exposes");
    }
}
