package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Backoff;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observer;
import dev.thespis.remote.transport.Connector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/// Two servers that come and go, and links to them.
@Timeout(60)
abstract class LinkStage {
    static final Duration LONG = Duration.ofSeconds(20);
    static final LinkOptions QUICK = LinkOptions.defaults()
            .withPauses(Pauses.defaults()
                    .withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(20)))
                    .withHealthyAfter(Duration.ofNanos(1)));
    static final LinkOptions RETRYING = QUICK.withInFlight(LinkOptions.InFlight.RETRY_IDEMPOTENT);
    static final LinkOptions FAILING = QUICK.withWhileDown(new LinkOptions.WhileDown.Fail());

    final Bank.Books books = new Bank.Books();
    private final Path folder;
    final Site north;
    final Site south;
    final List<Link> links = new ArrayList<>();
    Link link;
    Address<Bank> bank;
    Observer<LinkEvent> events;

    LinkStage(Site.Over over) {
        try {
            folder = Files.createTempDirectory("links");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        north = new Site(over, "north", books, folder);
        south = new Site(over, "south", books, folder);
    }

    /// Opens a link to a server that listens, and waits until it is connected.
    void open(LinkOptions options) throws Exception {
        north.start();
        link(options, north.endpoint());
        link.peer(LONG);
    }

    void link(LinkOptions options, Connector... endpoints) {
        link = Link.open(options.withWatch(fresh -> events = fresh.events().observe()), endpoints);
        links.add(link);
        bank = link.address(Bank.class);
    }

    <E extends LinkEvent> E event(Class<E> type) throws Exception {
        while (true) {
            var event = events.take(LONG);
            if (type.isInstance(event)) return type.cast(event);
        }
    }

    /// Makes a call in a thread of its own.
    static <R> CompletableFuture<R> inThread(JoinedCall<R> call) {
        var outcome = new CompletableFuture<R>();
        var unused = Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(call.call());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }

    interface JoinedCall<R> {
        R call() throws Exception;
    }

    static CallFailure failure(CompletableFuture<?> call) throws Exception {
        try {
            var reply = call.get(20, TimeUnit.SECONDS);
            throw new AssertionError("the call succeeded: " + reply);
        } catch (ExecutionException e) {
            return ((CallException) e.getCause()).failure();
        }
    }

    static <R> R reply(CompletableFuture<R> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }

    void awaitWaiting(int requests) {
        Until.holds(() -> link.uplink().waiting() == requests);
    }

    void awaitDown() {
        Until.holds(() -> !link.isConnected());
    }

    @AfterEach
    void shut() throws Exception {
        books.closing.countDown();
        try (var closers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : links) closers.execute(each::close);
        }
        north.close();
        south.close();
        Files.delete(folder);
        for (var each : links) assertThat(each.uplink().waiting()).isZero();
        var names = links.stream().map(each -> "thespis-link-" + each.id()).toArray(String[]::new);
        Until.holds(
                () -> Threads.named("thespis-link-retry", "thespis-link-late").isEmpty());
        if (names.length > 0) Until.holds(() -> Threads.named(names).isEmpty());
    }
}
