package dev.thespis.bench.growth;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.bench.harness.Worker;
import dev.thespis.bench.ours.Adder;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Relay;
import dev.thespis.remote.Server;
import dev.thespis.remote.Services;
import dev.thespis.remote.SubscriberOptions;
import dev.thespis.remote.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The process that is called: actors, services, relays, and a topic.
///
/// Questions are answered by the main thread, which owns all that they change; connections are set up by others, which
/// leave the last one in `latest`.
final class GrowthServer {
    /// `services N`: exposes so many on the latest connection, one by one; answered by their number.
    static final String SERVICES = "services";

    /// `relays N`: puts so many before the server; answered by the port to connect to.
    static final String RELAYS = "relays";

    private final Thespis system;
    private final Nursery nursery = Nursery.open("growth");
    private final Address<Lone> lone = nursery.spawn(Lone.class, Lone.Adding::new);
    private final Topic topic = Topic.of(Bulletin.class);
    private final AtomicReference<Peer> latest = new AtomicReference<>();
    private final List<Services> exposed = new ArrayList<>();
    private final List<Server> servers = new ArrayList<>();
    private final List<Peer> between = new ArrayList<>();

    private GrowthServer(Axis axis) throws Exception {
        this.system = new Thespis("thespis", axis.limits());
        var adder = Services.of(Adder.class, nursery.spawn(Adder.class, Adder.Counting::new));
        var directory =
                Services.of(Directory.class, nursery.spawn(Directory.class, () -> new Directory.Making(nursery)));
        var subscriptions = topic.subscriptions(nursery, SubscriberOptions.waiting());
        servers.add(system.listen(peer -> {
            switch (axis) {
                case SUBSCRIBERS -> {
                    peer.expose(subscriptions);
                    peer.expose(topic);
                }
                case REMOTE_ACTORS -> peer.expose(directory);
                case SERVICES -> latest.set(peer);
                default -> peer.expose(adder);
            }
        }));
    }

    /// Prints its port, then answers questions.
    ///
    /// @param arguments the label of an axis
    /// @throws Exception if it can't serve
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        var server = new GrowthServer(Axis.of(arguments[0]));
        try {
            out.println(server.port());
            Worker.serve(out, server::answer);
        } finally {
            server.close();
        }
        System.exit(0); // whatever a half-made connection still waits for
    }

    private int port() {
        return servers.getFirst().port();
    }

    private String answer(String question) throws Exception {
        var words = question.split(" ", 2);
        var count = Integer.parseInt(words[1]);
        return switch (words[0]) {
            case SERVICES -> Integer.toString(services(count));
            case RELAYS -> Integer.toString(relays(count));
            default -> throw new IllegalArgumentException("question=" + question);
        };
    }

    private int services(int count) {
        var peer = latest.get();
        while (exposed.size() < count) {
            var one = Services.in(Lone.namespace(exposed.size()))
                    .add(Lone.class, lone)
                    .build();
            peer.expose(one);
            exposed.add(one);
        }
        while (exposed.size() > count) peer.withdraw(exposed.removeLast());
        return exposed.size();
    }

    private int relays(int count) throws Exception {
        while (between.size() < count) {
            var target = system.dial(servers.getLast().port());
            var relay = Relay.everything().to(target);
            between.add(target);
            servers.add(system.listen(peer -> peer.expose(relay)));
        }
        while (between.size() > count) {
            servers.removeLast().close();
            between.removeLast().close();
        }
        return servers.getLast().port();
    }

    private void close() throws Exception {
        relays(0);
        topic.close();
        servers.getFirst().close();
        nursery.close();
    }
}
