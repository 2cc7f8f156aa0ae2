package dev.thespis.remote;

import dev.thespis.remote.RawPeer.Received;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/// A relay between a provider and a consumer, both byte by byte.
@Timeout(60)
abstract class RelayStage {
    static final long ADD = ServiceId.of("remotes", "Add").value();
    static final long REPLY = ServiceId.REPLIES.value();
    static final long ERROR = ServiceId.ERRORS.value();
    static final String HOPS = "d9544982";
    static final String METADATA = "d9544882";

    final Relay relay = Relay.everything();
    final Web web;
    RawPeer provider;
    RawPeer consumer;
    Peer toProvider;
    Peer toConsumer;

    RelayStage(Web.Over over) {
        web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
    }

    void open() throws IOException {
        open(relay, PeerOptions.defaults());
    }

    void open(Relay exposed, PeerOptions options) throws IOException {
        var link = web.provider();
        provider = link.serving();
        toProvider = link.using();
        exposed.to(toProvider);
        consumer = web.consumer(options, self -> {
            toConsumer = self;
            self.expose(exposed);
        });
    }

    void greetedProvider() throws Exception {
        provider.hello(256, 1 << 20, Metadata.FEATURE);
        provider.offer();
        toProvider.offered(Duration.ofSeconds(20));
    }

    /// Waits until the relay passes on a service of that name: a little later than its target has offered it.
    static void passesOn(Relay relay, String name) {
        Until.holds(() -> relay.toString().contains("::" + name + " "));
    }

    void greetedConsumer() throws Exception {
        consumer.hello(256, 1 << 20, Metadata.FEATURE);
        consumer.offer();
        toConsumer.offered(Duration.ofSeconds(20));
    }

    /// The next frame for the provider, whatever it is, but for those with which the relay greets it.
    Received atProvider() throws Exception {
        while (true) {
            var frame = Objects.requireNonNull(provider.receive());
            if (frame.sid() != RawPeer.id(Hello.class) && frame.sid() != RawPeer.id(Offer.class)) return frame;
        }
    }
}
