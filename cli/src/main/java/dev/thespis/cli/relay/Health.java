package dev.thespis.cli.relay;

import dev.thespis.cli.terminal.Target;
import java.time.Duration;

/// What becomes known of a target.
public sealed interface Health {
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

    /// What is passed on there would come back: it is this relay itself, or one that passes on to this one, from where
    /// somebody has come. Nobody is led back where he has come from. Not told again before it is connected again.
    ///
    /// @param target the server
    record Loop(Target target) implements Health {}

    /// It has not answered a ping in time. It is still connected, and used.
    ///
    /// @param target the server
    /// @param limit how long it was given
    record Silent(Target target, Duration limit) implements Health {}

    /// Who is told has not kept up.
    ///
    /// @param count how much he has missed
    record Missed(long count) implements Health {}
}
