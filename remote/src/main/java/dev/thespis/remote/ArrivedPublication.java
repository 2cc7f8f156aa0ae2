package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import org.jspecify.annotations.Nullable;

/// A publication that came over a connection. Its credit goes back when the subscribers have it.
///
/// What the sender's frame carried beside the message is left out: it was said to this process. But how many have
/// passed the message on is counted, so that one that goes in circles is found.
final class ArrivedPublication implements Publication, Inbound {
    private final Post post;
    private final Connection connection;
    private final long bytes;
    private final ReceiveWindows.@Nullable Inflow inflow;
    private final @Nullable CallFailure refusal;
    private volatile boolean dropped;

    ArrivedPublication(Arrival arrival, TopicService service) {
        this.connection = arrival.connection;
        var carried = Carried.waiting(connection);
        var enclosed = carried == null || carried.isEmpty() ? Enclosed.NOTHING : new Enclosed.Arrived(carried);
        this.post = new Post(service, arrival.message().toByteArray(), enclosed, arrival.hops + 1);
        this.refusal = carried != null
                ? RelayedRequest.refusal(service.name(), post.hops)
                : new CallFailure.Overloaded(service.name());
        this.bytes = arrival.bytes;
        this.inflow = arrival.inflow;
    }

    @Override
    public Post post() {
        return post;
    }

    @Override
    public void deliver() {
        if (refusal != null) settled(refusal);
        else post.service.fanOut().publish(this);
    }

    @Override
    public void notEntered() {
        post.done();
    }

    @Override
    public boolean isWanted() {
        dropped = connection.dropsSends();
        return !dropped;
    }

    @Override
    public void settled(@Nullable CallFailure refused) {
        var failure = dropped ? new CallFailure.Cancelled(Handled.NO) : refused;
        post.done();
        if (failure != null) connection.replies().failure(this, post.service.name(), post.service.sid(), failure);
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
