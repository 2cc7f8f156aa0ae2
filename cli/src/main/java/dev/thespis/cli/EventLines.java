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
            case PeerEvent.Missed missed -> line(missed.count() + " events were missed");
            default -> {} // nothing has gone wrong
        }
    }

    private static String described(PeerError error) {
        return switch (error) {
            case PeerError.CorruptStream corrupt ->
                "closed, it does not speak our protocol: " + corrupt.detail() + "; "
                        + Stranger.remedy(corrupt.detail());
            case PeerError.ProtocolViolation rude -> "closed, it broke the rules: " + rude.detail();
            case PeerError.TransportFailed failed ->
                "closed, the transport failed: " + failed.cause().getMessage();
            case PeerError.FirstFrameTimeout silent ->
                "closed, it has said nothing within " + silent.limit().toMillis() + " ms";
            case PeerError.FrameTimeout slow ->
                "closed, a frame took longer than " + slow.limit().toMillis() + " ms";
            case PeerError.PingTimeout gone ->
                "closed, it did not answer a ping within " + gone.limit().toMillis() + " ms";
            default -> error.toString(); // what concerns one request: its components say all
        };
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
