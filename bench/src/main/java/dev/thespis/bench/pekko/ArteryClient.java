package dev.thespis.bench.pekko;

import dev.thespis.bench.load.Client;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.apache.pekko.pattern.Patterns;

/// An actor system that asks one actor of another.
record ArteryClient(ActorSystem system, ActorRef adder) implements Client {
    /// How many one-way messages may be on their way: Artery itself drops what its queue has no room for.
    private static final int WINDOW_MESSAGES = 8 * Artery.ACK_EVERY;

    private CompletionStage<Object> ask(Object message) {
        return Patterns.ask(adder, message, Artery.TIMEOUT);
    }

    private Object await(Object message) throws Exception {
        return ask(message).toCompletableFuture().get();
    }

    @Override
    public long call(long n) throws Exception {
        return (Long) await(new Messages.Add(n, TAG));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // its end is told
    public void start(long n, Done done) {
        ask(new Messages.Add(n, TAG))
                .whenComplete((answer, failure) -> done.done(failure == null ? (Long) answer : 0, failure));
    }

    @Override
    public long echo(byte[] data) throws Exception {
        return ((Messages.Echo) await(new Messages.Echo(data))).data().length;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // its end is told
    public void startEcho(byte[] data, Done done) {
        ask(new Messages.Echo(data))
                .whenComplete((answer, failure) ->
                        done.done(failure == null ? ((Messages.Echo) answer).data().length : 0, failure));
    }

    @Override
    public long sends(long untilNanos) throws Exception {
        var room = new Semaphore(WINDOW_MESSAGES);
        var acks = system.actorOf(Props.create(Acks.class, () -> new Acks(room)));
        var before = (Long) await(new Messages.Counted());
        var count = 0L;
        do {
            if (!room.tryAcquire(Artery.ACK_EVERY, Artery.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                throw new IllegalStateException("no acknowledgement within " + Artery.TIMEOUT);
            for (var n = 0; n < Artery.ACK_EVERY; n++) adder.tell(new Messages.Put(count++, TAG), acks);
        } while (System.nanoTime() - untilNanos < 0);
        var handled = (Long) await(new Messages.Counted()) - before; // order holds
        system.stop(acks);
        return Client.same(count, handled);
    }

    private static final class Acks extends UntypedAbstractActor {
        private final Semaphore room;

        Acks(Semaphore room) {
            this.room = room;
        }

        @Override
        public void onReceive(Object message) {
            room.release(Artery.ACK_EVERY);
        }
    }

    @Override
    public void close() {
        Artery.end(system);
    }
}
