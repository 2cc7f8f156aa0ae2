package dev.thespis.remote;

import dev.thespis.actor.CallFailure.Handled;
import java.time.Duration;

/// Something that happened to a [Link]. `docs/semantics.md` says which events come when.
public sealed interface LinkEvent {
    /// It is tried to connect.
    ///
    /// @param endpoint where
    record Connecting(String endpoint) implements LinkEvent {}

    /// A try has failed: there is no connection, nobody answers, or the setup or the login has failed.
    ///
    /// @param endpoint where
    /// @param cause why
    record ConnectFailed(String endpoint, Exception cause) implements LinkEvent {}

    /// There is a connection; requests go there from now on.
    ///
    /// @param endpoint where
    /// @param peer runs over it, and is the link's
    record Connected(String endpoint, Peer peer) implements LinkEvent {}

    /// The server is another one than before, or has been started anew: what it knew of this client is gone, unless the
    /// servers share it. Comes right after `Connected`.
    ///
    /// @param endpoint where
    /// @param before the incarnation of the server that the link was connected to
    /// @param now that of the server that it is connected to
    record OtherServer(String endpoint, String before, String now) implements LinkEvent {}

    /// The connection takes no requests any more.
    ///
    /// @param endpoint where
    /// @param reason why
    record Disconnected(String endpoint, String reason) implements LinkEvent {}

    /// It will be tried again after a pause.
    ///
    /// @param pause how long
    /// @param count how many pauses there were since a connection last was healthy, this one included
    record Pausing(Duration pause, int count) implements LinkEvent {}

    /// A call whose connection was lost is tried again.
    ///
    /// @param service namespace and name
    /// @param attempt 2 for the first time that it is tried again
    /// @param handled `MAYBE` if it may have been handled before
    record Retrying(String service, int attempt, Handled handled) implements LinkEvent {}

    /// There were as many pauses as there may be. The link closes.
    ///
    /// @param pauses how many
    record GaveUp(int pauses) implements LinkEvent {}

    /// The link is closed for good. Always the last event.
    ///
    /// @param reason why
    record Closed(String reason) implements LinkEvent {}

    /// The observer was too slow and has missed events, the oldest ones.
    ///
    /// @param count how many
    record Missed(long count) implements LinkEvent {}
}
