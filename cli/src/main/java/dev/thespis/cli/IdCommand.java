package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.ServiceName;
import dev.thespis.wire.ServiceId;
import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Computes the id of a service.
@Command(
        name = "id",
        description = "Print the id by which a service is known on the wire, as 0x and 16 hexadecimal digits.",
        footer = {"", "Example: thespis id remotes::Add"})
final class IdCommand extends BaseCommand {
    @Parameters(index = "0", paramLabel = "namespace::Name", description = "The service.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private ServiceName service;

    @Option(names = "--json", description = "Print an object.")
    private boolean json;

    @Override
    ExitCode run() {
        var id = ServiceId.of(service.namespace(), service.name());
        if (json) {
            var object = new LinkedHashMap<String, String>();
            object.put("service", service.toString());
            object.put("id", id.toString());
            print(Json.of(object));
        } else {
            print(id.toString());
        }
        return ExitCode.OK;
    }
}
