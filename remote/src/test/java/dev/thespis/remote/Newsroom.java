package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// What the tests publish, and who reads it.
final class Newsroom implements AutoCloseable {
    /// What is published.
    @Namespace("news")
    public interface News {
        record Flash(int publisher, int number) implements Message<News, Void> {}

        record Report(byte[] text) implements Message<News, Void> {}
    }

    final Nursery nursery = Nursery.open("newsroom");
    private final List<Reader> readers = new ArrayList<>();

    /// Notes what it gets, one for each turn that it is given.
    static final class Reader implements Actor<News> {
        private final Semaphore turns;
        private final List<News.Flash> flashes = new ArrayList<>();
        private final List<Integer> order = new ArrayList<>();
        private int reports;
        private Address<News> address;

        private Reader(int turns) {
            this.turns = new Semaphore(turns);
        }

        @Override
        public Handlers<News> handlers() {
            return Handlers.of(News.class).run(News.Flash.class, this::note).run(News.Report.class, report -> {
                turns.acquire();
                note(report);
            });
        }

        private void note(News.Flash flash) throws InterruptedException {
            turns.acquire();
            synchronized (this) {
                flashes.add(flash);
                order.add(flash.number());
            }
        }

        private synchronized void note(News.Report report) {
            reports++;
            order.add(report.text().length);
        }

        /// The numbers of flashes and the lengths of reports, in the order in which they came.
        synchronized List<Integer> order() {
            return List.copyOf(order);
        }

        Address<News> address() {
            return address;
        }

        void read(int more) {
            turns.release(more);
        }

        void readOn() {
            turns.release(1_000_000);
        }

        synchronized List<News.Flash> flashes() {
            return List.copyOf(flashes);
        }

        synchronized int reports() {
            return reports;
        }

        List<Integer> numbers() {
            return flashes().stream().map(News.Flash::number).toList();
        }
    }

    /// One that never waits.
    Reader reader() {
        return reader(1_000_000, 1_024);
    }

    /// One that reads nothing until it is told to, and lets one message wait in its mailbox.
    Reader slowReader() {
        return reader(0, 1);
    }

    private Reader reader(int turns, int mailbox) {
        var reader = new Reader(turns);
        var options = ActorOptions.defaults().withMailbox(Mailbox.bounded(mailbox));
        reader.address = nursery.spawn(News.class, options, () -> reader);
        readers.add(reader);
        return reader;
    }

    Services services(Reader reader) {
        return Services.of(News.class, reader.address());
    }

    /// Takes events until one of this type comes.
    static <E, T extends E> T next(Observer<E> events, Class<T> type) throws Exception {
        while (true) {
            var event = events.take(Duration.ofSeconds(20));
            if (type.isInstance(event)) return type.cast(event);
        }
    }

    @Override
    public void close() {
        readers.forEach(Reader::readOn);
        nursery.close();
    }
}
