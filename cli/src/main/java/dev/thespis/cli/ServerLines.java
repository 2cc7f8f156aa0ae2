package dev.thespis.cli;

import dev.thespis.actor.Observable;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.remote.ServerEvent;
import java.io.PrintWriter;
import java.util.concurrent.Flow;

/// Prints a line for each connection that a server has not accepted.
final class ServerLines implements Flow.Subscriber<ServerEvent> {
    private final PrintWriter out;

    private ServerLines(PrintWriter out) {
        this.out = out;
    }

    static void follow(Observable<ServerEvent> events, PrintWriter out) {
        events.subscribe(new ServerLines(out));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ServerEvent event) {
        switch (event) {
            case ServerEvent.Accepted accepted -> {}
            case ServerEvent.Returned returned -> {}
            case ServerEvent.Refused full ->
                line(full.remote() + " was refused: there are " + full.limit() + " connections");
            case ServerEvent.RefusedAddress full ->
                line(full.remote() + " was refused: there are " + full.limit() + " connections from there");
            case ServerEvent.HandshakeRefused many ->
                line(many.remote() + " was refused: there were " + many.limit() + " handshakes in this second");
            case ServerEvent.HandshakeRefusedAddress many ->
                line(many.remote() + " was refused: there were " + many.limit()
                        + " handshakes from there in this second");
            case ServerEvent.HandshakeFailed failed ->
                line(failed.remote() + ": " + failed.cause().getMessage());
            case ServerEvent.AcceptFailed failed -> line("a connection could not be accepted: " + failed.cause());
            case ServerEvent.Missed missed -> line(missed.count() + " events of the server were missed");
        }
    }

    private void line(String text) {
        out.println(Problem.oneLine(text));
        out.flush();
    }

    @Override
    public void onError(Throwable cause) {
        line("the server's events have ended: " + cause);
    }

    @Override
    public void onComplete() {
        // the server is closed, which is nothing wrong
    }
}
