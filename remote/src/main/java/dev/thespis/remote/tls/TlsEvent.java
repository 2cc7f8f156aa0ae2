package dev.thespis.remote.tls;

/// Something that happened to certificates in use.
public sealed interface TlsEvent {
    /// They were replaced: connections that are made from now on use the new ones.
    record Reloaded() implements TlsEvent {}

    /// They were to be replaced, but the new ones are of no use; the old ones are still used.
    ///
    /// @param cause what is wrong with which file
    record ReloadFailed(Exception cause) implements TlsEvent {}

    /// The observer was too slow and has missed events, the oldest ones.
    ///
    /// @param count how many
    record Missed(long count) implements TlsEvent {}
}
