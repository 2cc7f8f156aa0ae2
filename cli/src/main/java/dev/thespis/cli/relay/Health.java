package dev.thespis.cli.relay;

import dev.thespis.cli.terminal.Target;
import java.time.Duration;

/// What becomes known of a target.
public sealed interface Health {
    /// Whose health it is.
    ///
    /// @return a server
    Target target();

    /// There is a connection.
    ///
    /// @param target the server
    /// @param remote what it says it is
    record Connected(Target target, String remote) implements Health {}

    /// A round trip was measured.
    ///
    /// @param target the server
    /// @param time how long it took
    record RoundTrip(Target target, Duration time) implements Health {}

    /// The connection has ended. It is tried to connect again.
    ///
    /// @param target the server
    /// @param reason why
    record Gone(Target target, String reason) implements Health {}

    /// There is no connection. It is tried again; that it still fails is not told again.
    ///
    /// @param target the server
    /// @param reason why
    record Unreachable(Target target, String reason) implements Health {}
}
