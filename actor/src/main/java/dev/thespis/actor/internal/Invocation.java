package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Message;
import org.jspecify.annotations.Nullable;

/// One handler's run, from claiming the envelope to reporting its outcome; the same for exclusive handlers, which the
/// [Activation] runs, and for concurrent ones, which a [ConcurrentRun] does.
final class Invocation {
    private Invocation() {}

    /// Runs a handler and reports its outcome.
    ///
    /// @return what it threw, if that counts as a failure of the actor
    @SuppressWarnings("unchecked") // the handler stands at the message's position in the table
    static @Nullable Throwable run(Cell<?> cell, Envelope envelope, Handler<?, ?> handler) {
        if (!envelope.begin(Thread.currentThread())) {
            return null;
        }
        CallFailure refusal = cell.isCancelled() ? cell.stopped(Handled.NO) : envelope.refusal();
        if (refusal != null) {
            envelope.finish();
            cell.fail(envelope, refusal, null);
            return null;
        }
        Object reply;
        try {
            reply = envelope.handle((Handler<Message<?, ?>, ?>) handler);
        } catch (Exception | Error failure) {
            if (envelope.finish()) {
                cell.fail(
                        envelope,
                        cell.isCancelled() ? cell.stopped(Handled.MAYBE) : new CallFailure.Cancelled(Handled.MAYBE),
                        failure);
                return null;
            }
            envelope.failed(new CallFailure.HandlerFailed(cell.name()), failure);
            return failure;
        }
        envelope.finish();
        envelope.succeeded(reply);
        return null;
    }
}
