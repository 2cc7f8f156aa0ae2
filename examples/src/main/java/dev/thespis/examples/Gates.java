package dev.thespis.examples;

import dev.thespis.actor.CallException;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Attributes;
import dev.thespis.remote.Caller;
import dev.thespis.remote.Gate;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;

/// A gate in front of a service map: everybody may look, members may add. The actor knows nothing of it.
public final class Gates {
    private Gates() {}

    private static final Attributes.Key<Boolean> MEMBER = Attributes.Key.of("member", false);
    private static final Attributes.Key<Integer> ADDED = Attributes.Key.of("added", 0);

    private static Gate.Verdict membersOnly(Caller caller, String service, Message<?, ?> message) {
        if (message instanceof Counter.Show) return Gate.pass();
        if (!caller.attributes().get(MEMBER)) return Gate.refuse("only members may add");
        if (caller.attributes().update(ADDED, before -> before + 1) > 2) return Gate.refuse("twice is enough");
        return Gate.pass();
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("club")) {
            var counter = nursery.spawn(Counter.class, Tally::new);
            var services = Services.of(Counter.class, counter).guardedBy(Gates::membersOnly);
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(services));
                    var peer = Tcp.connect("localhost", server.port())) {
                var remote = peer.address(Counter.class);
                System.out.println("the total is " + remote.call(new Counter.Show()));
                try {
                    remote.call(new Counter.Add(5));
                } catch (CallException e) {
                    System.out.println(e.failure().describe());
                }
                server.peers().getFirst().attributes().set(MEMBER, true); // as a login would
                for (var i = 0; i < 3; i++) remote.send(new Counter.Add(5)); // that one is refused is an event there
                System.out.println("the total is " + remote.call(new Counter.Show()));
            }
        }
    }
}
