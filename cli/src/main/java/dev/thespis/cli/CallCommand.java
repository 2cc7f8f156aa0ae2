package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Calls a service.
@Command(
        name = "call",
        description = {
            "Call a service and print its reply as JSON, and nothing else, on standard output.",
            "Byte strings are written {\"$bytes\": \"c0ffee\"}, in hexadecimal, both ways; maps with keys that are no"
                    + " text {\"$map\": [[1, \"one\"]]} in the message, and with their keys as text in the reply."
        },
        footer = {"", "Example: thespis call localhost:7000 remotes::Div '{\"a\": 7, \"b\": 2}'"})
final class CallCommand extends BaseCommand {
    @Mixin
    private Request request = new Request();

    @Override
    ExitCode run() throws InterruptedException {
        var payload = request.payload();
        try (var session = request.destination().connect()) {
            print(Json.reply(
                    session.ask(peer -> session.service(request.service).call(payload, session.timeout()))));
            request.stats(session).forEach(this::tell);
            return ExitCode.OK;
        }
    }
}
