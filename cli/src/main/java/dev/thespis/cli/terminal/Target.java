package dev.thespis.cli.terminal;

import java.net.InetSocketAddress;

/// A server on the command line: `HOST:PORT`, with an IPv6 address in brackets.
///
/// @param host a name or an address, without brackets
/// @param port 0 to 65535; 0 only makes sense for listening
public record Target(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /// Reads a server.
    ///
    /// @param text `localhost:7000`, `[::1]:7000`
    /// @return what it says
    /// @throws IllegalArgumentException if it says nothing; the message tells why
    public static Target parse(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 1) throw refused(text, "there is no port");
        var host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
        else if (host.contains(":")) throw refused(text, "an IPv6 address needs brackets, as in [::1]:7000");
        if (host.isBlank()) throw refused(text, "there is no host");
        return new Target(host, port(text, text.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        try {
            var port = Integer.parseInt(digits);
            if (port >= 0 && port <= MAX_PORT) return port;
        } catch (NumberFormatException e) {
            // refused below, as a number out of range
        }
        throw refused(text, "'" + digits + "' is no port, it must be a number from 0 to 65535");
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is not HOST:PORT: " + why);
    }

    /// Looks the host up.
    ///
    /// @return unresolved if it has no address
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
