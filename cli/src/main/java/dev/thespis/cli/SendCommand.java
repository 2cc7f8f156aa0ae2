package dev.thespis.cli;

import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.remote.RawService;
import dev.thespis.remote.RemoteInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Sends to a service.
@Command(
        name = "send",
        description = {
            "Send to a service one-way. Prints nothing.",
            "Ends with 0 when the server has read the message. What becomes of it there is not reported, as of any"
                    + " send; JSON is written as for 'call'."
        },
        footer = {"", "Example: thespis send localhost:7000 remotes::Add 5"})
final class SendCommand extends BaseCommand {
    @Mixin
    private Request request = new Request();

    @Override
    ExitCode run() throws InterruptedException {
        var payload = request.payload();
        try (var session = request.destination().connect()) {
            var service = session.service(request.service);
            var greeted = session.meet() instanceof RemoteInfo.Greeted;
            if (greeted) checkOffered(session, service);
            session.ask(peer -> {
                service.send(payload);
                return payload.length;
            });
            // Frames are read in order: whoever answers this has read the message before.
            if (greeted) session.ask(peer -> peer.ping(session.timeout()));
            else session.probe();
            request.stats(session).forEach(this::tell);
            return ExitCode.OK;
        }
    }

    /// A send to a service that is not there would be dropped without a word; a server that says what it exposes
    /// lets us know before.
    private void checkOffered(Session session, RawService service) throws InterruptedException {
        var offered = session.ask(peer -> peer.offered(session.timeout()));
        var target = request.destination().target;
        if (offered.stream().noneMatch(other -> other.id().equals(service.id())))
            throw new Problem(
                    ExitCode.UNKNOWN_SERVICE,
                    target + " does not expose " + request.service,
                    "'thespis services " + target + "' lists what it exposes");
    }
}
