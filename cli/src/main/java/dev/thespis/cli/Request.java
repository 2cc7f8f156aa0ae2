package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ServiceName;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the commands are told that use one service: where it is, which one, and the message.
final class Request {
    @Mixin
    private Destination destination = new Destination();

    @Parameters(index = "1", paramLabel = "namespace::Name", description = "The service.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    ServiceName service;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "JSON",
            defaultValue = "null",
            description = "The message; nothing, or null, for one without components.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String message;

    @Option(
            names = "--stats",
            description = "In the end, print what the connection has carried as a line on standard error.")
    private boolean stats;

    Destination destination() {
        return destination;
    }

    /// What the connection has carried, if it was asked for.
    List<String> stats(Session session) {
        return stats ? List.of(StatsLines.line(session.peer())) : List.of();
    }

    byte[] payload() {
        return Json.payload(message);
    }
}
