package dev.thespis.bench.harness;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/// The process that is called and sent to.
final class ServerMain {
    /// Asks for [Usage#now].
    static final String USAGE = "usage";

    /// Asks for [Usage#collected].
    static final String COLLECTED = "collected";

    private ServerMain() {}

    /// Prints its port, then answers questions until there are no more.
    ///
    /// @param arguments the name of the contender
    /// @throws Exception if it can't serve
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        var json = JsonMapper.shared();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var server = Contenders.remote(arguments[0]).serve()) {
            out.println(server.port());
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var usage = line.equals(COLLECTED) ? Usage.collected() : Usage.now();
                out.println(json.writeValueAsString(usage));
            }
        }
        System.exit(0); // some systems leave threads
    }
}
