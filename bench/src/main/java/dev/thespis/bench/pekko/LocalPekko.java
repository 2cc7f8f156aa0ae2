package dev.thespis.bench.pekko;

import com.typesafe.config.ConfigFactory;
import dev.thespis.bench.load.Local;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.apache.pekko.pattern.Patterns;

/// Pekko's actors, with its fastest mailbox, which has no bound, and as many threads as there are cores.
public final class LocalPekko implements Local {
    private static final Object SHOW = new Object();

    private final ActorSystem system =
            ActorSystem.create("local", ConfigFactory.parseString("""
            pekko {
              loglevel = ERROR
              stdout-loglevel = ERROR
              actor.default-mailbox.mailbox-type = "org.apache.pekko.dispatch.SingleConsumerOnlyUnboundedMailbox"
              actor.default-dispatcher {
                throughput = 1000
                fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
              }
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
            }
            """).withFallback(ConfigFactory.load()));
    private final ActorRef counter = system.actorOf(Props.create(Counter.class, Counter::new));

    private record Add(long n) {}

    private record Spawn(int count) {}

    private static final class Counter extends UntypedAbstractActor {
        private long total;

        @Override
        public void onReceive(Object message) {
            if (message instanceof Add add) total += add.n();
            else if (message.equals(SHOW)) getSender().tell(total, getSelf());
            else unhandled(message);
        }
    }

    /// An actor spawns its children much faster than the system spawns actors that have no parent.
    private static final class Parent extends UntypedAbstractActor {
        private static final Props CHILD = Props.create(Counter.class, Counter::new);

        @Override
        public void onReceive(Object message) {
            if (!(message instanceof Spawn spawn)) {
                unhandled(message);
                return;
            }
            for (var n = 0; n < spawn.count(); n++) getContext().actorOf(CHILD);
            getSender().tell(spawn.count(), getSelf());
        }
    }

    @Override
    public String name() {
        return "pekko";
    }

    private static Object ask(ActorRef actor, Object message) throws Exception {
        return Patterns.ask(actor, message, Artery.TIMEOUT)
                .toCompletableFuture()
                .get();
    }

    @Override
    public void sends(int producers, int count) throws Exception {
        var before = (Long) ask(counter, SHOW);
        var sent = new CountDownLatch(producers);
        for (var n = 0; n < producers; n++) {
            Thread.ofPlatform().daemon().start(() -> {
                for (var m = 0; m < count / producers; m++) counter.tell(new Add(1), ActorRef.noSender());
                sent.countDown();
            });
        }
        sent.await();
        var handled = (Long) ask(counter, SHOW) - before;
        if (handled != count) throw new IllegalStateException("handled=" + handled + ", sent=" + count);
    }

    @Override
    public void calls(int count) throws Exception {
        for (var n = 0; n < count; n++) {
            var unused = ask(counter, SHOW);
        }
    }

    @Override
    public void spawns(int count) throws Exception {
        var parent = system.actorOf(Props.create(Parent.class, Parent::new));
        var unused = ask(parent, new Spawn(count));
        if (!Patterns.gracefulStop(parent, Artery.TIMEOUT).toCompletableFuture().get(60, TimeUnit.SECONDS))
            throw new IllegalStateException("the actors did not stop");
    }

    @Override
    public void idle(int count) throws Exception {
        var unused = ask(system.actorOf(Props.create(Parent.class, Parent::new)), new Spawn(count));
    }

    @Override
    public void close() {
        Artery.end(system);
    }
}
