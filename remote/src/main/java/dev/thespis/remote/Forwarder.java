package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Envelope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Sends on what is delivered to a remote address, or that of a link, by another connection, in order, without making
/// that one wait.
///
/// A virtual thread runs only while there is something to send on. A send is done when it is passed on, as at a relay;
/// all else is called. Whoever delivered it counts it until then, which bounds the queue. Guarded by the lock.
final class Forwarder {
    private final Callee address;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ArrayDeque<Envelope> queue;

    /// @param address checks each message that is delivered
    Forwarder(Callee address) {
        this.address = address;
    }

    /// What is called, whatever the protocol.
    interface Callee extends Passing {
        /// Calls with the default deadline.
        CompletableFuture<?> callUntyped(Message<?, ?> message) throws InterruptedException;

        /// Calls for somebody else, whose deadline and trace go on.
        CompletableFuture<?> passOn(Message<?, ?> message, Duration deadline, @Nullable TraceContext trace)
                throws InterruptedException;

        String name();
    }

    void add(Envelope envelope) {
        lock.lock();
        try {
            if (queue != null) {
                queue.add(envelope);
                return;
            }
            queue = new ArrayDeque<>();
            queue.add(envelope);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("thespis-forwarder").start(this::run);
    }

    private @Nullable Envelope next() {
        lock.lock();
        try {
            if (queue == null) return null;
            var envelope = queue.poll();
            if (envelope == null) queue = null;
            return envelope;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var envelope = next(); envelope != null; envelope = next()) forward(envelope);
    }

    private void forward(Envelope envelope) {
        if (!envelope.beginElsewhere()) return; // cancelled, and answered so
        var request = envelope instanceof InboundRequest inbound ? inbound : null;
        var refusal = request == null ? null : request.refusal();
        if (refusal != null) {
            envelope.failed(refusal, null);
            return;
        }
        try {
            if (request != null && !request.isCall()) {
                send(request);
                return;
            }
            var call = request == null
                    ? address.callUntyped(envelope.message())
                    : address.passOn(envelope.message(), request.remaining(), request.trace());
            var unused = call.whenComplete((reply, problem) -> {
                if (problem == null) envelope.succeeded(reply);
                else envelope.failed(failure(problem), null);
            });
            if (request != null) request.sentOn(call);
        } catch (InterruptedException e) {
            envelope.failed(new CallFailure.Cancelled(Handled.NO), null);
        } catch (RuntimeException e) { // the message has no encoding
            envelope.failed(new CallFailure.HandlerFailed(address.name()), e);
        }
    }

    private void send(InboundRequest request) throws InterruptedException {
        var hops = request.hops + 1;
        var refusal = RelayedRequest.refusal(request.service.name(), hops);
        try {
            if (refusal == null) address.passOn(request.message(), hops, request.trace());
        } catch (SendException e) {
            refusal = e.failure();
        }
        if (refusal == null) request.succeeded(null);
        else request.failed(refusal, null);
    }

    private static CallFailure failure(Throwable problem) {
        return switch (problem) {
            case CallException e -> e.failure();
            case SendException e -> e.failure();
            case CancellationException e -> new CallFailure.Cancelled(Handled.MAYBE);
            default -> new CallFailure.HandlerFailed("a remote actor");
        };
    }
}
