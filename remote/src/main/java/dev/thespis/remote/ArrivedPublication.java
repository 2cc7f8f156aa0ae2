package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import org.jspecify.annotations.Nullable;

/// A publication that came over a connection. Its credit goes back when the subscribers have it.
///
/// What the sender's frame carried beside the message is left out: it was said to this process.
final class ArrivedPublication implements Publication, Inbound {
    private final Post post;
    private final Connection connection;
    private final long bytes;
    private final ReceiveWindows.@Nullable Inflow inflow;
    private volatile boolean dropped;

    ArrivedPublication(Arrival arrival, TopicService service) {
        this.post = new Post(service, arrival.message().toByteArray());
        this.connection = arrival.connection;
        this.bytes = arrival.bytes;
        this.inflow = arrival.inflow;
    }

    @Override
    public Post post() {
        return post;
    }

    @Override
    public void deliver() {
        post.service.fanOut().publish(this);
    }

    @Override
    public boolean isWanted() {
        dropped = connection.dropsSends();
        return !dropped;
    }

    @Override
    public void settled(@Nullable CallFailure refusal) {
        var failure = dropped ? new CallFailure.Cancelled(Handled.NO) : refusal;
        if (failure != null) connection.failed(new PeerError.NotHandled(post.service.name(), 0, failure.describe()));
        connection.intake().leave(this);
    }

    @Override
    public long cid() {
        return 0;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public ReceiveWindows.@Nullable Inflow inflow() {
        return inflow;
    }

    @Override
    public boolean needsPermit() {
        return false;
    }

    @Override
    public boolean isPermitted() {
        return false;
    }

    @Override
    public void permitted(boolean value) {}

    @Override
    public Object order() {
        return post.service.fanOut();
    }

    @Override
    public void cancel() {}

    @Override
    public void withdraw() {} // nobody waits for a send

    @Override
    public void abandon() {} // what has arrived is published
}
