package dev.thespis.cli;

import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.cli.terminal.Table;
import dev.thespis.remote.OfferedService;
import dev.thespis.remote.RemoteInfo;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists what a server exposes.
@Command(name = "services", description = "List what a server exposes, as far as it says so.")
final class ServicesCommand extends BaseCommand {
    @Mixin
    private Destination destination = new Destination();

    @Option(names = "--json", description = "Print an array of objects.")
    private boolean json;

    @Override
    ExitCode run() throws InterruptedException {
        try (var session = destination.connect()) {
            if (session.meet() instanceof RemoteInfo.Legacy)
                throw new Problem(
                        ExitCode.REFUSED,
                        destination.target + " does not tell what it exposes, as no peer of the original does",
                        "its documentation does; 'thespis call' works");
            var services = session.ask(peer -> peer.offered(session.timeout())).stream()
                    .sorted(Comparator.comparing(OfferedService::namespace).thenComparing(OfferedService::name))
                    .toList();
            if (json)
                print(Json.of(services.stream().map(ServicesCommand::object).toList()));
            else print(table(services));
            return ExitCode.OK;
        }
    }

    private static Map<String, String> object(OfferedService service) {
        var object = new LinkedHashMap<String, String>();
        object.put("service", service(service));
        object.put("id", service.id().toString());
        object.put("shape", shape(service));
        return object;
    }

    private static Table table(List<OfferedService> services) {
        var table = new Table("SERVICE", "ID", "SHAPE");
        for (var service : services) table.row(service(service), service.id(), shape(service));
        return table;
    }

    private static String service(OfferedService service) {
        return service.namespace() + "::" + service.name();
    }

    private static String shape(OfferedService service) {
        return "0x" + HexFormat.of().toHexDigits(service.shape());
    }
}
