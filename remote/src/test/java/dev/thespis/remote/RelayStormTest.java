package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.remote.Stage.Play;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls through a relay while everything behind it comes and goes: each is answered once, and nothing is held on to.
@Timeout(60)
final class RelayStormTest {
    private static final int CONSUMERS = 3;
    private static final int CALLS = 400;

    private final Stage stage = new Stage();
    private final AtomicInteger completions = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Web.Link> consumers = new ArrayList<>();
    private final Relay relay = Relay.everything();
    private Web web = new Web(Web.Over.MEMORY);

    /// What changes behind the relay, again and again.
    private interface Weather {
        void change(int n) throws Exception;
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        stage.close();
    }

    private Web.Link provider() throws Exception {
        var options = PeerOptions.defaults().withLimits(Limits.defaults().withWindowMessages(4));
        return web.link(options, self -> self.expose(Services.of(Play.class, stage.spawn())), PeerOptions.defaults());
    }

    private Void call(Address<Play> play) throws Exception {
        var outcomes = new ArrayList<CompletableFuture<Void>>();
        for (var n = 0; n < CALLS; n++) {
            CompletableFuture<byte[]> call = play.callAsync(new Play.Echo(new byte[100]));
            outcomes.add(call.handle((reply, failure) -> {
                completions.incrementAndGet();
                if (reply == null) isExpected(failure);
                return null;
            }));
            if (n % 7 == 0) call.cancel(true);
            if (n % 5 == 0) play.send(new Play.Note(n));
        }
        for (var outcome : outcomes) outcome.get(30, TimeUnit.SECONDS);
        return null;
    }

    private static void isExpected(Throwable failure) {
        if (failure instanceof CancellationException) return;
        assertThat(failure).isInstanceOf(CallException.class);
        assertThat(((CallException) failure).failure())
                .isInstanceOfAny(
                        CallFailure.ConnectionLost.class, // certainly not handled: there was no target
                        CallFailure.HandlerFailed.class, // perhaps handled: the target went while it had the call
                        CallFailure.UnknownService.class); // withdrawn
    }

    private void storm(Weather weather) throws Exception {
        for (var n = 0; n < CONSUMERS; n++) consumers.add(web.link(self -> self.expose(relay)));
        var tasks = new ArrayList<Callable<Void>>();
        for (var consumer : consumers)
            for (var n = 0; n < 4; n++) tasks.add(() -> call(consumer.using().address(Play.class)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var changes = threads.submit(() -> {
                for (var n = 0; !over.get(); n++) weather.change(n);
                return null;
            });
            for (var task : threads.invokeAll(tasks)) task.get();
            over.set(true);
            changes.get();
        }
        Until.holds(() -> completions.get() == CONSUMERS * 4 * CALLS);
        isClean();
    }

    private void isClean() throws Exception {
        for (var target : relay.targets())
            Until.holds(() -> target.connection().lanes().isEmpty());
        relay.to(provider().using());
        for (var consumer : consumers) {
            Until.holds(() -> consumer.serving().connection().intake().requests() == 0);
            assertThat(consumer.serving().connection().intake().heldBytes()).isZero();
            Until.holds(() -> consumer.using().connection().outbox().pendingCalls() == 0);
            assertThat(consumer.serving().isOpen()).isTrue();
            assertThat(consumer.using().address(Play.class).call(new Play.Add(0), Duration.ofSeconds(20)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void ofTargetsThatGoAtAnyMomentAndNewOnes(Web.Over over) throws Exception {
        web = new Web(over);
        var providers = new ArrayList<Web.Link>();
        storm(n -> {
            var next = provider();
            providers.add(next);
            relay.to(next.using());
            if (n < 2) return;
            if (n % 2 == 0) providers.get(n - 2).serving().close();
            else providers.get(n - 2).using().close();
        });
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void ofServicesThatAreWithdrawnAndExposedAgain(Web.Over over) throws Exception {
        web = new Web(over);
        var provider = web.link();
        var services = Services.of(Play.class, stage.spawn());
        provider.serving().expose(services);
        relay.to(provider.using());
        storm(n -> {
            provider.serving().withdraw(services);
            provider.serving().expose(services);
            provider.using().ping(Duration.ofSeconds(20));
        });
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void ofRelaysThatAreWithdrawnAndExposedAgain(Web.Over over) throws Exception {
        web = new Web(over);
        relay.to(provider().using());
        storm(n -> {
            if (consumers.size() < CONSUMERS) return;
            var consumer = consumers.get(n % CONSUMERS);
            consumer.serving().withdraw(relay);
            consumer.serving().expose(relay);
            consumer.using().ping(Duration.ofSeconds(20));
        });
    }
}
