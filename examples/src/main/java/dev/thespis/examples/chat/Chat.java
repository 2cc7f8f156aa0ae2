package dev.thespis.examples.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;

/// Starts the server, or a client in a terminal: `server [PORT]`, or `NAME [HOST:PORT]`.
public final class Chat {
    private static final String HERE = "localhost:7070";
    private static final String USAGE = "usage: examples/chat server [PORT], or examples/chat NAME [HOST:PORT]";

    private Chat() {}

    public static void main(String[] args) throws Exception {
        var screen = new Screen(System.out);
        try {
            if (!run(args, screen)) System.exit(1);
        } catch (IOException | IllegalArgumentException e) {
            screen.note(String.valueOf(e.getMessage()));
            System.exit(1);
        }
    }

    /// Runs the server or a client.
    ///
    /// @return whether it ended as the user wanted
    static boolean run(String[] args, Screen screen) throws IOException, InterruptedException {
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            screen.note(USAGE);
            return true;
        }
        if (args.length < 1 || args.length > 2) throw new IllegalArgumentException(USAGE);
        if (args[0].equals("server")) return serve(address(args.length == 1 ? HERE : "localhost:" + args[1]), screen);
        return converse(args[0], address(args.length == 1 ? HERE : args[1]), screen);
    }

    private static InetSocketAddress address(String text) {
        var colon = text.lastIndexOf(':');
        try {
            if (colon > 0)
                return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            // the port is no number, or none of a port: refused below
        }
        throw new IllegalArgumentException("'" + text + "' is not HOST:PORT; " + USAGE);
    }

    private static boolean serve(InetSocketAddress address, Screen screen) throws IOException, InterruptedException {
        try (var server = ChatServer.listen(address)) {
            // Ctrl-C does not leave a try block: this says goodbye to the clients then.
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "goodbye"));
            screen.note("listening on " + server.local());
            server.join();
        }
        return true;
    }

    private static boolean converse(String name, InetSocketAddress address, Screen screen)
            throws IOException, InterruptedException {
        if (!Text.isName(name)) throw new IllegalArgumentException(Text.notAName(name));
        var in = new BufferedReader(
                new InputStreamReader(System.in, Charset.forName(System.getProperty("stdin.encoding"))));
        try (var client = connect(address, screen)) {
            return Terminal.converse(client, screen, name, password(name, in), in);
        }
    }

    private static ChatClient connect(InetSocketAddress address, Screen screen) throws IOException {
        try {
            return ChatClient.connect(address, screen);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; 'examples/chat server' starts a server", e);
        }
    }

    /// Asked for without showing it; if no person sits there, it is the first line of the input.
    @SuppressWarnings("SystemConsoleNull") // on some releases of Java there is none, on others one that is no terminal
    private static String password(String name, BufferedReader in) throws IOException {
        var console = System.console();
        if (console != null && console.isTerminal()) {
            var typed = console.readPassword("password of %s (the first one who uses a name chooses it): ", name);
            return typed == null ? "" : new String(typed);
        }
        var line = in.readLine();
        return line == null ? "" : line;
    }
}
