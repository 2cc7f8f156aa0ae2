package dev.thespis.cli.soak;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.SendException;
import dev.thespis.cli.soak.Book.Kind;
import dev.thespis.cli.soak.Book.Outcome;
import dev.thespis.cli.soak.Book.Way;
import dev.thespis.remote.Link;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Everybody who sends and calls, over two links, one of them through the relay, and over peers of their own; and who
/// receives what is published.
///
/// *Threading.* Started and stopped by one thread. Each sender has a thread and a book of its own.
final class Load implements AutoCloseable {
    private static final int SENDERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration CONNECT = Duration.ofSeconds(60);
    private static final int BEAT_BYTES = 20_000;

    private final Nursery nursery = Nursery.open("soak-load");
    private final Journal heard;
    private final Tally tally;
    private final Random seeds;
    private final Address<Ticker> ticker;
    private final Address<Rush> rush;
    private final Address<Ledger.Witness> guest;
    private final List<Link> links = new ArrayList<>();
    private final List<Book> books = new ArrayList<>();
    private final List<Visitor> visitors = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private volatile boolean running;
    private CountDownLatch done = new CountDownLatch(0);

    /// What one sender does again and again, and at last.
    private interface Work {
        void once() throws InterruptedException;

        default void last() throws InterruptedException {}
    }

    /// Who does it, and how long it rests at most meanwhile.
    private record Worker(Work work, Random chance, int longestRestMillis) {}

    Load(long seed, Path heard, Tally tally) throws IOException {
        this.seeds = new Random(seed);
        this.heard = new Journal(heard);
        this.tally = tally;
        this.ticker =
                nursery.spawn(Ticker.class, ActorOptions.named("ticker"), () -> new Listeners.OfTicker(this.heard));
        this.rush = nursery.spawn(Rush.class, ActorOptions.named("rush"), () -> new Listeners.OfRush(this.heard));
        this.guest = nursery.spawn(Ledger.Witness.class, ActorOptions.named("guest"), () -> new Guest(tally));
    }

    private record Guest(Tally tally) implements Actor<Ledger.Witness> {
        @Override
        public Handlers<Ledger.Witness> handlers() {
            return Handlers.of(Ledger.Witness.class).run(Ledger.Witness.Attest.class, attest -> tally.attested());
        }
    }

    /// Adds a link, and who uses it.
    void link(String name, Cable cable) {
        var options = Roads.link(name).withLogin(this::subscribe);
        var link = Link.open(options, Tcp.at("127.0.0.1", cable.port()));
        links.add(link);
        var ledger = link.address(Ledger.class);
        for (var n = 0; n < SENDERS; n++) {
            var sender = sender(Way.LINK);
            add(10, new Work() {
                @Override
                public void once() throws InterruptedException {
                    sender.any(ledger, guest);
                }

                @Override
                public void last() throws InterruptedException {
                    lastCall(sender, ledger);
                    sender.rest();
                }
            });
        }
        var ticks = link.address(Ticker.class);
        var tickBook = book(Way.LINK);
        add(20, () -> publish(tickBook, ticks, new Ticker.Tick(tickBook.begin(Kind.PUBLICATION))));
        var beats = link.address(Rush.class);
        var beatBook = book(Way.LINK);
        var chance = new Random(seeds.nextLong());
        add(20, () -> {
            var id = beatBook.begin(Kind.PUBLICATION);
            publish(beatBook, beats, new Rush.Beat(id, Cargo.of(id, chance.nextInt(BEAT_BYTES))));
        });
    }

    /// Adds a visitor.
    void visitor(Cable cable, Resident server, Disturber disturber) {
        var visitor = new Visitor(sender(Way.PEER), new Random(seeds.nextLong()), cable, server, disturber);
        visitors.add(visitor);
        add(200, visitor::visit);
    }

    private void add(int longestRestMillis, Work work) {
        workers.add(new Worker(work, new Random(seeds.nextLong()), longestRestMillis));
    }

    private Book book(Way way) {
        var book = new Book(books.size() + 1, way);
        books.add(book);
        return book;
    }

    private Sender sender(Way way) {
        return new Sender(book(way), new Random(seeds.nextLong()), tally);
    }

    /// A relay that has not got its target yet can't subscribe anybody; the link goes on without.
    private void subscribe(Peer peer) throws InterruptedException {
        try {
            var unused = Topic.join(peer, Ticker.class, ticker);
            var unusedToo = Topic.join(peer, Rush.class, rush);
        } catch (CallException e) {
            tally.failed(e.failure());
        }
    }

    private <P> void publish(Book book, Address<P> topic, Message<P, ?> message) throws InterruptedException {
        var id = book.id(book.count() - 1);
        try {
            topic.send(message);
            book.end(id, Outcome.ACCEPTED);
        } catch (SendException e) {
            book.end(id, e.failure());
            tally.failed(e.failure());
        }
        tally.done(Kind.PUBLICATION);
    }

    /// A call that is answered shows that nothing before it is missing.
    private void lastCall(Sender sender, Address<Ledger> ledger) throws InterruptedException {
        for (var left = 10; left > 0; left--) {
            sender.call(ledger);
            var book = sender.book();
            if (book.outcome(book.count() - 1) == Outcome.ANSWERED) return;
        }
        tally.finding("SILENT: sender " + sender.book().sender() + " is not answered any more");
    }

    void start() {
        running = true;
        done = new CountDownLatch(workers.size());
        for (var worker : workers) Thread.ofVirtual().name("soak-sender").start(() -> run(worker));
    }

    private void run(Worker worker) {
        try {
            while (running) {
                worker.work.once();
                Thread.sleep(worker.chance.nextInt(worker.longestRestMillis));
            }
            worker.work.last();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            tally.finding("UNEXPECTED: a sender has failed: " + e);
        } finally {
            done.countDown();
        }
    }

    /// Lets everybody come to an end, and waits until all that they have begun is completed.
    ///
    /// @return false if that takes too long
    boolean stop() throws InterruptedException {
        running = false;
        var end = System.nanoTime() + PATIENCE.toNanos();
        if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) return false;
        while (openCount() > 0) {
            if (System.nanoTime() - end > 0) return false;
            Thread.sleep(50);
        }
        return true;
    }

    private int openCount() {
        return books.stream().mapToInt(Book::open).sum();
    }

    /// Waits until all links are connected.
    void awaitConnected() throws InterruptedException {
        for (var link : links) {
            try {
                var unused = link.peer(CONNECT);
            } catch (CallException e) {
                tally.finding("HANGS: although all is calm, " + e.getMessage());
            }
        }
    }

    /// Gives each link a new connection, when nothing is in flight any more.
    void renew() throws InterruptedException {
        for (var link : links) {
            try {
                link.peer(CONNECT).close("to be counted without it");
            } catch (CallException e) {
                tally.finding("HANGS: although all is calm, " + e.getMessage());
            }
        }
        awaitConnected();
    }

    List<Book> books() {
        return books;
    }

    /// Enters what is promised.
    ///
    /// @return how many visits nobody has disturbed
    int settle() {
        visitors.forEach(Visitor::settle);
        return visitors.stream().mapToInt(Visitor::undisturbed).sum();
    }

    /// Closes the links, and the actors when they have handled what has arrived.
    @Override
    public void close() throws IOException {
        links.forEach(Link::close);
        nursery.close();
        heard.close();
    }
}
