package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.ServiceName;
import dev.thespis.cli.terminal.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Calls a service.
@Command(
        name = "call",
        description = {
            "Call a service and print its reply as JSON, and nothing else, on standard output.",
            "Byte strings are written {\"$bytes\": \"c0ffee\"}, in hexadecimal, both ways; maps with keys that are no text"
                    + " {\"$map\": [[1, \"one\"]]} in the message, and with their keys as text in the reply."
        },
        footer = {"", "Example: thespis call localhost:7000 remotes::Div '{\"a\": 7, \"b\": 2}'"})
final class CallCommand extends BaseCommand {
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
            print(Json.reply(session.ask(peer -> session.service(service).call(payload, session.timeout()))));
            return ExitCode.OK;
        }
    }
}
