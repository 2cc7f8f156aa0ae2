package dev.thespis.remote;

import java.util.List;

/// A peer that has subscribed by its own request: it is shown that it is subscribed, and leaves by withdrawing all that
/// takes what is published.
///
/// What it is shown is a service that is exposed for as long, so it costs no credit, and needs no thread that waits.
/// Guarded by the monitor.
final class Member implements Follower {
    private final Connection connection;
    private final Topic topic;
    private final Services shown;
    private Runnable left = () -> {};

    /// Whether it has offered something that takes what is published, and has not withdrawn all of it.
    private boolean takes;

    /// @param shown is exposed as long as it is subscribed
    Member(Peer peer, Topic topic, Services shown) {
        this.connection = peer.connection();
        this.topic = topic;
        this.shown = shown;
    }

    /// Runs the action when it leaves.
    void follow(Runnable action) {
        left = action;
        connection.follow(this);
        offersChanged();
    }

    void unfollow() {
        connection.unfollow(this);
    }

    @Override
    public synchronized void offersChanged() {
        var before = takes;
        takes = topic.isOffered(connection.control().offers());
        if (before && !takes) left.run();
    }

    @Override
    public void refused() {} // the subscription ends with the connection

    /// It is subscribed. If that is shown still from the last time, it stays so.
    void show() {
        change(List.of(), shown.services());
    }

    /// It is not subscribed any more.
    void hide() {
        change(shown.services(), List.of());
    }

    private void change(List<LocalService> less, List<LocalService> more) {
        try {
            connection.change(less, more);
        } catch (IllegalArgumentException e) {
            // It is so already; or so much is exposed that there is no room: then it does not get to know.
        }
    }
}
