package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is known of one request to a link, over all of its attempts: until when, whether again, and what to say in the
/// end.
///
/// Belongs to the request, which is at one place at a time.
final class Attempts {
    /// For sends, which have no deadline.
    private static final Duration ENDLESS = Duration.ofDays(365);

    private final Link link;
    private final String service;
    private final Duration deadline;
    private final boolean again;
    private final long startNanos = System.nanoTime();

    /// Which attempt it is.
    private int count = 1;

    private boolean waited;

    /// Whether what is called next is called in the name of somebody else, and of whom.
    private boolean passedOn;

    private @Nullable TraceContext trace;

    /// The first loss after which the message may have been handled. From then on nothing that is said later can make
    /// that undone.
    private CallFailure.@Nullable ConnectionLost maybe;

    private Attempts(Link link, String service, Duration deadline, boolean again) {
        this.link = link;
        this.service = service;
        this.deadline = deadline;
        this.again = again;
    }

    /// A call.
    static Attempts ofCall(Link link, Contract.Entry entry, Duration deadline) {
        var retried = link.options().inFlight() == LinkOptions.InFlight.RETRY_IDEMPOTENT && entry.idempotent();
        return new Attempts(link, entry.service(), deadline, retried);
    }

    static Attempts ofSend(Link link, Contract.Entry entry) {
        return new Attempts(link, entry.service(), ENDLESS, false);
    }

    /// Whether it has been tried already, so that waiting is what was asked for.
    boolean isRetry() {
        return maybe != null;
    }

    /// It waits for a connection.
    void waits() {
        waited = true;
    }

    /// What is called from here on is called in the name of somebody else.
    void passOn(@Nullable TraceContext of) {
        passedOn = true;
        trace = of;
    }

    boolean isPassedOn() {
        return passedOn;
    }

    @Nullable
    TraceContext trace() {
        return trace;
    }

    /// How long it may wait for a connection.
    long patienceNanos() {
        var left = leftNanos(deadline);
        return switch (link.options().whileDown()) {
            case LinkOptions.WhileDown.Wait wait -> Math.min(left, leftNanos(wait.longest()));
            case LinkOptions.WhileDown.Fail fail -> left;
        };
    }

    private long leftNanos(Duration limit) {
        return startNanos + limit.toNanos() - System.nanoTime();
    }

    /// The time that is left, or the whole of it for what need not have waited. Never zero.
    Duration remaining() {
        if (!waited && count == 1) return deadline;
        return Duration.ofNanos(Math.max(leftNanos(deadline), 1));
    }

    boolean isLate() {
        return leftNanos(deadline) <= 0;
    }

    CallFailure late() {
        return new CallFailure.Timeout(deadline, Handled.NO);
    }

    /// An attempt has failed.
    ///
    /// @return whether it is to be tried again: the connection was lost or refuses the request, and the message was
    /// certainly not handled, or may be handled twice
    boolean again(CallFailure failure, Peer peer) {
        if (!isLost(failure, peer) && !isLeft(failure, peer)) return false;
        var certainlyNot = failure.handled() == Handled.NO;
        if (certainlyNot ? !isRetry() && !waits(link.options().whileDown()) : !again) return false;
        count++;
        if (certainlyNot) return true;
        if (maybe == null) maybe = new CallFailure.ConnectionLost(peer.name(), peer.reason(), Handled.MAYBE);
        link.retrying(service, count, Handled.MAYBE);
        return true;
    }

    /// Whether the connection to the peer was lost, or refuses requests. Whoever asks for one now does not get it.
    /// A relay behind it may have lost another one, which is another matter.
    boolean isLost(CallFailure failure, Peer peer) {
        if (!(failure instanceof CallFailure.ConnectionLost lost)) return false;
        if (!lost.peer().equals(peer.name())) return false;
        link.uplink().down(peer, lost.reason());
        return true;
    }

    /// Whether the other side has said goodbye, and ended the call for that reason: it refuses what crosses its goodbye
    /// as lost, cancels what is not done within its grace period, and tells so in one of these ways.
    private static boolean isLeft(CallFailure failure, Peer peer) {
        var ended = failure instanceof CallFailure.ConnectionLost
                || failure instanceof CallFailure.Cancelled
                || failure instanceof CallFailure.ActorStopped
                || failure instanceof CallFailure.HandlerFailed;
        return ended && peer.connection().outbox().isRefusing();
    }

    private static boolean waits(LinkOptions.WhileDown whileDown) {
        return switch (whileDown) {
            case LinkOptions.WhileDown.Wait wait -> true;
            case LinkOptions.WhileDown.Fail fail -> false;
        };
    }

    /// What the caller is told of a failure: with his own deadline, and as *maybe handled* if an earlier attempt makes
    /// it so.
    CallFailure outcome(CallFailure failure) {
        var handled = maybe == null ? failure.handled() : Handled.MAYBE;
        var earlier = maybe;
        if (failure instanceof CallFailure.Timeout) return new CallFailure.Timeout(deadline, handled);
        if (earlier == null || failure.handled() == Handled.MAYBE) return failure;
        return new CallFailure.ConnectionLost(
                earlier.peer(), earlier.reason() + "; then: " + failure.describe(), Handled.MAYBE);
    }
}
