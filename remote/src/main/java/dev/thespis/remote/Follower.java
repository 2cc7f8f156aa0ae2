package dev.thespis.remote;

/// One who passes requests on to the other side of a connection, and has to know what becomes of it.
interface Follower {
    /// The other side offers other services than before, or will never offer any. Called by the reader thread, before
    /// it deals with anything that came later.
    void offersChanged();

    /// No request is accepted any more, since the connection is ending or the other side has said that it is. Called
    /// without a lock held, perhaps twice; before calls that wait fail, so that who is told so can turn to others.
    void refused();
}
