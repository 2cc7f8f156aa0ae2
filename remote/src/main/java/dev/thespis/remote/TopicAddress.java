package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.actor.internal.Envelope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The address of a topic for publishers in this process. Equal to another one of the same topic.
final class TopicAddress<P> extends Endpoint<P> implements Passing {
    private final Topic topic;
    private final Contract contract;

    /// What has a gate before it, which may wait.
    private final Succession gated = new Succession("thespis-topic") {
        @Override
        void take(Envelope envelope) {
            publish(envelope);
        }
    };

    TopicAddress(Topic topic, Contract contract) {
        this.topic = topic;
        this.contract = contract;
    }

    static long freshId() {
        return newId();
    }

    @Override
    public <R> R call(Message<? super P, R> message) {
        throw new CallException(noCalls(message), null);
    }

    @Override
    public <R> R call(Message<? super P, R> message, Duration deadline) {
        throw new CallException(noCalls(message), null);
    }

    @Override
    public <R> CompletableFuture<R> callAsync(Message<? super P, R> message) {
        return CompletableFuture.failedFuture(new CallException(noCalls(message), null));
    }

    private CallFailure noCalls(Message<?, ?> message) {
        return new CallFailure.NoCalls(contract.entry(message).service());
    }

    @Override
    public void send(Message<? super P, ?> message) throws InterruptedException {
        send(message, 0);
    }

    @Override
    public void passOn(Message<?, ?> message, int hops, @Nullable TraceContext trace) throws InterruptedException {
        send(message, hops + 1);
    }

    /// Publishes what so many relays and topics have passed on, this one included.
    private void send(Message<?, ?> message, int hops) throws InterruptedException {
        var entry = contract.entry(message);
        var looping = RelayedRequest.refusal(entry.service(), hops);
        if (looping != null) throw new SendException(looping);
        var post = topic.encode(entry, message, hops);
        if (topic.fanOut().tryPublish(post)) return;
        if (Stages.areRun()) // a thread of a connection, for which others wait
        throw new SendException(new CallFailure.Overloaded(name()));
        var waiting = new Waiting(post);
        topic.fanOut().publish(waiting);
        awaitSettled(waiting);
        var refusal = waiting.refusal;
        if (refusal != null) throw new SendException(refusal);
    }

    /// An interrupt takes the message back. If it is too late for that, it is kept for the caller.
    private void awaitSettled(Waiting waiting) throws InterruptedException {
        var interrupted = false;
        while (true) {
            try {
                waiting.settled.await();
                break;
            } catch (InterruptedException e) {
                if (topic.fanOut().retract(waiting)) throw e;
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    @Override
    public boolean trySend(Message<? super P, ?> message) {
        return topic.fanOut().tryPublish(topic.encode(contract.entry(message), message, 0));
    }

    /// Takes what another connection delivers: a service map may lead here, with a gate before it.
    @Override
    public void deliver(Envelope envelope) {
        var isGated = envelope instanceof InboundRequest request && request.isGated();
        if (isGated || !gated.isIdle()) gated.add(envelope);
        else publish(envelope);
    }

    private void publish(Envelope envelope) {
        if (!envelope.beginElsewhere()) return; // cancelled, and answered so
        var refusal = envelope instanceof InboundRequest request ? refusal(request) : null;
        if (refusal != null) {
            envelope.failed(refusal, null);
            return;
        }
        Post post;
        try {
            post = topic.encode(contract.entry(envelope.message()), envelope.message(), hops(envelope));
        } catch (RuntimeException | Error e) { // it has no encoding
            envelope.failed(new CallFailure.HandlerFailed(name()), e);
            return;
        }
        topic.fanOut().publish(new Delivered(post, envelope));
    }

    private static int hops(Envelope envelope) {
        return envelope instanceof InboundRequest request ? request.hops + 1 : 0;
    }

    private @Nullable CallFailure refusal(InboundRequest request) {
        if (request.isCall()) return noCalls(request.message());
        var looping = RelayedRequest.refusal(request.service.name(), hops(request));
        return looping == null ? request.refusal() : looping;
    }

    @Override
    public void whenClosed(Runnable action) {
        topic.closing().add(action);
    }

    @Override
    public void noLongerWhenClosed(Runnable action) {
        topic.closing().remove(action);
    }

    @Override
    public long id() {
        return topic.id();
    }

    @Override
    public String name() {
        return topic.name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicAddress<?> that && that.topic == topic;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id());
    }

    @Override
    public String toString() {
        return name();
    }

    /// A publication whose publisher is parked.
    private static final class Waiting implements Publication {
        private final Post post;
        private final CountDownLatch settled = new CountDownLatch(1);
        private volatile @Nullable CallFailure refusal;

        Waiting(Post post) {
            this.post = post;
        }

        @Override
        public Post post() {
            return post;
        }

        @Override
        public void settled(@Nullable CallFailure failure) {
            refusal = failure;
            settled.countDown();
        }
    }

    /// A publication that was sent over a connection, through a gate perhaps.
    private static final class Delivered implements Publication {
        private final Post post;
        private final Envelope envelope;
        private volatile boolean dropped;

        Delivered(Post post, Envelope envelope) {
            this.post = post;
            this.envelope = envelope;
        }

        @Override
        public Post post() {
            return post;
        }

        @Override
        public boolean isWanted() {
            dropped = envelope instanceof InboundRequest request && request.isDropped();
            return !dropped;
        }

        @Override
        public void settled(@Nullable CallFailure refused) {
            var failure = dropped ? new CallFailure.Cancelled(Handled.NO) : refused;
            if (failure == null) envelope.succeeded(null);
            else envelope.failed(failure, null);
        }
    }
}
