package dev.thespis.bench.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Contender;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;

/// An actor in another actor system; classic actors, since an ask of theirs carries no address in the message.
public record Artery() implements Contender {
    static final int ACK_EVERY = 1024;
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Config CONFIG = ConfigFactory.parseString("""
            pekko {
              loglevel = ERROR
              stdout-loglevel = ERROR
              log-dead-letters = off
              actor {
                provider = remote
                allow-java-serialization = off
                serialization-bindings { "dev.thespis.bench.pekko.Messages$Bound" = jackson-cbor }
                default-dispatcher {
                  throughput = 100
                  fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
                }
                internal-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
              }
              serialization.jackson.jackson-cbor.compression.algorithm = off
              remote {
                use-unsafe-remote-features-outside-cluster = on
                warn-about-direct-use-outside-cluster = off
                default-remote-dispatcher {
                  throughput = 100
                  fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
                }
                artery {
                  transport = tcp
                  canonical { hostname = "127.0.0.1", port = 0 }
                  advanced { outbound-message-queue-size = 32768, inbound-lanes = 1, outbound-lanes = 1 }
                }
              }
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
            }
            """).withFallback(ConfigFactory.load());

    @Override
    public String name() {
        return "pekko";
    }

    private static ActorSystem system() {
        return ActorSystem.create("bench", CONFIG);
    }

    static int port(ActorSystem system) {
        return ((ExtendedActorSystem) system)
                .provider()
                .getDefaultAddress()
                .getPort()
                .orElseThrow();
    }

    static void end(ActorSystem system) {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public Server serve() {
        var system = system();
        system.actorOf(Props.create(Counting.class, Counting::new), "adder");
        return new Server() {
            @Override
            public int port() {
                return Artery.port(system);
            }

            @Override
            public void close() {
                end(system);
            }
        };
    }

    private static final class Counting extends UntypedAbstractActor {
        private long count;

        @Override
        public void onReceive(Object message) {
            switch (message) {
                case Messages.Add add -> getSender().tell(add.n(), getSelf());
                case Messages.Put put -> {
                    if (++count % ACK_EVERY == 0) getSender().tell(count, getSelf());
                }
                case Messages.Echo echo -> getSender().tell(echo, getSelf());
                case Messages.Counted ask -> getSender().tell(count, getSelf());
                default -> unhandled(message);
            }
        }
    }

    /// A connection is between two actor systems, so each client has one of its own.
    @Override
    public Client connect(int port) throws Exception {
        var system = system();
        var adder = system.actorSelection("pekko://bench@127.0.0.1:" + port + "/user/adder")
                .resolveOne(TIMEOUT)
                .toCompletableFuture()
                .get();
        return new ArteryClient(system, adder);
    }
}
