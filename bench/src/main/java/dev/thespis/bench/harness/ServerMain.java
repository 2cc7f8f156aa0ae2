package dev.thespis.bench.harness;

/// The process that is called and sent to.
final class ServerMain {
    private ServerMain() {}

    /// Prints its port, then answers questions until there are no more.
    ///
    /// @param arguments the name of the contender
    /// @throws Exception if it can't serve
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        try (var server = Contenders.remote(arguments[0]).serve()) {
            out.println(server.port());
            Worker.serve(out, question -> {
                throw new IllegalArgumentException("question=" + question);
            });
        }
        System.exit(0); // some systems leave threads
    }
}
