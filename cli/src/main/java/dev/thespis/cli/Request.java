package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ServiceName;
import picocli.CommandLine.Mixin;
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

    Destination destination() {
        return destination;
    }

    byte[] payload() {
        return Json.payload(message);
    }
}
