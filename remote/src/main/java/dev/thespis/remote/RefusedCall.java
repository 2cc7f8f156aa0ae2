package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A call of a service that takes sends only.
///
/// It is answered when its turn has come, unless its caller or its connection was gone before.
final class RefusedCall implements Inbound {
    private final TopicService service;
    private final Connection connection;
    private final long cid;
    private final long bytes;
    private final ReceiveWindows.@Nullable Inflow inflow;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean abandoned;

    RefusedCall(Arrival arrival, TopicService service) {
        this.service = service;
        this.connection = arrival.connection;
        this.cid = arrival.cid;
        this.bytes = arrival.bytes;
        this.inflow = arrival.inflow;
    }

    @Override
    public void deliver() {
        end();
    }

    @Override
    public void cancel() {
        end();
    }

    @Override
    public void withdraw() {
        end();
    }

    @Override
    public void abandon() {
        abandoned = true;
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) return;
        var name = service.name();
        if (!abandoned) connection.replies().failure(this, name, service.sid(), new CallFailure.NoCalls(name));
        connection.intake().leave(this);
    }

    @Override
    public Object order() {
        return service.fanOut();
    }

    @Override
    public long cid() {
        return cid;
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
}
