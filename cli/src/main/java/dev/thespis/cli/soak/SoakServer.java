package dev.thespis.cli.soak;

import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.ObserveOptions;
import dev.thespis.cli.soak.Ledger.Desk;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Returning;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.SubscriberOptions;
import dev.thespis.remote.TcpServer;
import dev.thespis.remote.Topic;
import dev.thespis.remote.TopicEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The process that handles requests and publishes, and writes both down.
public final class SoakServer {
    /// Few enough that a subscriber that is slow for some seconds loses something.
    private static final int RUSH_WAITING = 64;

    private static final int EVENTS = 100_000;
    private static final int REMEMBERED = 16;
    private static final Duration LONG = Duration.ofDays(1);

    private SoakServer() {}

    /// Serves until it is told to end.
    ///
    /// @param journal where it is written down what was handled
    /// @param out what is said to the parent
    /// @throws IOException if it can't listen, or the journal can't be written
    public static void run(Path journal, Consumer<String> out) throws IOException {
        try (var book = new Journal(journal);
                var nursery = Nursery.open("soak");
                var ticker = Topic.of(Ticker.class);
                var rush = Topic.of(Rush.class)) {
            var desk = nursery.spawn(Desk.class, ActorOptions.named("desk"), () -> new LedgerActor.DeskActor(book));
            var ledger = nursery.spawn(Ledger.class, ActorOptions.named("ledger"), () -> new LedgerActor(book, desk));
            listen(nursery, book, ticker, rush);
            var services = Services.of(Ledger.class, ledger);
            var subscriptions = ticker.subscriptions(nursery, SubscriberOptions.waiting());
            var rushes = rush.subscriptions(
                    nursery, SubscriberOptions.droppingOldest().withMessages(RUSH_WAITING));
            Consumer<Peer> setup = peer -> {
                peer.expose(services);
                peer.expose(ticker);
                peer.expose(subscriptions);
                peer.expose(rush);
                peer.expose(rushes);
            };
            var options = ServerOptions.defaults()
                    .withPeers(PeerOptions.defaults().withLimits(Roads.LIMITS))
                    .withReturning(Returning.defaults().withRemembered(REMEMBERED));
            var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (var server = TcpServer.listen(any, options, setup)) {
                out.accept(Orders.LISTENING + server.port());
                Orders.follow(out);
            }
        }
    }

    private static void listen(Nursery nursery, Journal book, Topic ticker, Topic rush) {
        var ofTicker = nursery.spawn(Ticker.class, ActorOptions.named("ticker"), () -> new Listeners.OfTicker(book));
        var ofRush = nursery.spawn(Rush.class, ActorOptions.named("rush"), () -> new Listeners.OfRush(book));
        var unused = ticker.subscribe(Ticker.class, ofTicker, SubscriberOptions.waiting());
        var unusedToo = rush.subscribe(Rush.class, ofRush, SubscriberOptions.waiting());
        var events = rush.events()
                .observe(ObserveOptions.<TopicEvent>defaults()
                        .withCapacity(EVENTS)
                        .withFilter(TopicEvent.Dropped.class::isInstance));
        Thread.ofVirtual().name("thespis-soak-drops").start(() -> {
            try {
                while (true)
                    if (events.take(LONG) instanceof TopicEvent.Dropped dropped)
                        book.write(Journal.What.DROPPED, 0, dropped.count());
            } catch (NoSuchElementException | TimeoutException | InterruptedException e) {
                // the topic has closed
            }
        });
    }
}
