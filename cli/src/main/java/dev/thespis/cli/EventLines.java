package dev.thespis.cli;

import dev.thespis.cli.terminal.Problem;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerError;
import dev.thespis.remote.PeerEvent;
import java.io.PrintWriter;
import java.util.concurrent.Flow;

/// Prints a line for each thing that goes wrong on a connection.
final class EventLines implements Flow.Subscriber<PeerEvent> {
    private final String peer;
    private final PrintWriter out;

    private EventLines(String peer, PrintWriter out) {
        this.peer = peer;
        this.out = out;
    }

    static void follow(Peer peer, PrintWriter out) {
        peer.events().subscribe(new EventLines(peer.name(), out));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(PeerEvent event) {
        switch (event) {
            case PeerEvent.Failed failed -> line(described(failed.error()));
            case PeerEvent.RemoteError remote -> line("the other side reports " + remote.error());
            case PeerEvent.Missed missed -> line(missed.count() + " events were missed");
            case PeerEvent.ShapeDiffers differs ->
                line("it offers " + differs.service().namespace() + "::"
                        + differs.service().name() + " with other types than ours");
            // The rest is the normal course of a connection.
            case PeerEvent.Opened opened -> {}
            case PeerEvent.Returned returned -> {}
            case PeerEvent.Offered offered -> {}
            case PeerEvent.Withdrawn withdrawn -> {}
            case PeerEvent.CreditExhausted waiting -> {}
            case PeerEvent.CreditRestored going -> {}
            case PeerEvent.Leaving leaving -> {}
            case PeerEvent.ClosedByRemote closed -> {}
            case PeerEvent.Closed closed -> {}
            // The command relay tells how its targets are; a client is one too, for what its servers ask of it.
            case PeerEvent.TargetGone gone -> {}
        }
    }

    private static String described(PeerError error) {
        return switch (error) {
            case PeerError.UndecodableRequest bad ->
                request(bad.service(), bad.call()) + " can't be decoded: " + bad.detail();
            case PeerError.UnknownService unknown ->
                request(unknown.service().toString(), unknown.call()) + ": that service is not exposed";
            case PeerError.HandlerFailed failed ->
                request(failed.service(), failed.call()) + ": the handler failed: " + failed.cause();
            case PeerError.Refused refused ->
                request(refused.service(), refused.call()) + " was refused: " + refused.reason();
            case PeerError.GateFailed failed ->
                request(failed.service(), failed.call()) + ": the gate failed: " + failed.cause();
            case PeerError.TracingFailed failed -> "the tracing of " + failed.service() + " failed: " + failed.cause();
            case PeerError.ChoiceFailed failed ->
                request(failed.service(), failed.call()) + ": the choice of a target failed: " + failed.cause();
            case PeerError.NotHandled skipped ->
                request(skipped.service(), skipped.call()) + " was not handled: " + skipped.reason();
            case PeerError.ReplyFailed failed ->
                request(failed.service(), failed.call()) + ": its reply can't be written: " + failed.detail();
            case PeerError.FrameTooLarge large ->
                request(large.service().toString(), large.call()) + " was skipped: its frame has " + large.sizeBytes()
                        + " bytes, the limit is " + large.limitBytes();
            case PeerError.UndecodableReply bad ->
                "the reply to call " + bad.call() + " can't be decoded: " + bad.detail();
            case PeerError.UnexpectedReply late -> "a reply to call " + late.call() + ", which does not wait for one";
            case PeerError.CallTimedOut timeout ->
                request(timeout.service(), timeout.call()) + " got no reply within "
                        + timeout.deadline().toMillis() + " ms";
            case PeerError.CorruptStream corrupt ->
                "closed, the stream is corrupt: " + Stranger.described(corrupt.detail());
            case PeerError.ProtocolViolation rude -> "closed, it broke the rules: " + rude.detail();
            case PeerError.TransportFailed failed ->
                "closed, the transport failed: " + failed.cause().getMessage();
            case PeerError.FirstFrameTimeout silent ->
                "closed, it has " + (silent.begun() ? "not completed its first frame" : "said nothing") + " within "
                        + silent.limit().toMillis() + " ms";
            case PeerError.FrameTimeout slow ->
                "closed, a frame took longer than " + slow.limit().toMillis() + " ms";
            case PeerError.WriteTimeout stalled ->
                "closed, it has taken nothing of what is written to it for "
                        + stalled.limit().toMillis() + " ms";
            case PeerError.Unread unread ->
                "closed, it does not read: " + unread.unwrittenBytes() + " bytes waited for it";
            case PeerError.PingTimeout gone ->
                "closed, it did not answer a ping within " + gone.limit().toMillis() + " ms";
        };
    }

    private static String request(String service, long call) {
        return call == 0 ? "a send to " + service : "call " + call + " of " + service;
    }

    private synchronized void line(String text) {
        out.println(peer + ": " + Problem.oneLine(text));
        out.flush();
    }

    @Override
    public void onError(Throwable cause) {
        line("its events have ended: " + cause);
    }

    @Override
    public void onComplete() {
        // the connection has ended, which is nothing wrong
    }
}
