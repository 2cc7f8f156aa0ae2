package dev.thespis.cli.terminal;

/// A service on the command line: `namespace::Name`.
///
/// @param namespace what groups services
/// @param name the message's name
public record ServiceName(String namespace, String name) {
    /// Reads a service.
    ///
    /// @param text `remotes::Add`; spaces around the colons do no harm
    /// @return what it says
    /// @throws IllegalArgumentException if it says nothing; the message tells why
    public static ServiceName parse(String text) {
        var colons = text.lastIndexOf("::");
        if (colons >= 0) {
            var namespace = text.substring(0, colons).strip();
            var name = text.substring(colons + 2).strip();
            if (!namespace.isEmpty() && !name.isEmpty()) return new ServiceName(namespace, name);
        }
        throw new IllegalArgumentException("'" + text + "' is not namespace::Name, as in remotes::Add");
    }

    @Override
    public String toString() {
        return namespace + "::" + name;
    }
}
