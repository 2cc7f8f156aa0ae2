package dev.thespis.remote;

import static dev.thespis.remote.Addressed.CAPABILITY;
import static dev.thespis.remote.Addressed.ENTER;
import static dev.thespis.remote.Addressed.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Club.Guest;
import dev.thespis.remote.Club.Visitor;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What is said about addresses in messages, frame by frame.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class CapabilityFramesTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Nursery nursery = Nursery.open("frames");
    private final Web web;

    CapabilityFramesTest(Web.Over over) {
        this.web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        nursery.close();
    }

    /// Many at once.
    @Namespace("crowd")
    public interface Crowd {
        record Come(List<Address<Guest>> guests) implements Message<Crowd, Void> {}
    }

    @Test
    void servicesOfAddressesAreBoundedByTheirNumberToo() throws Exception {
        var provider = web.provider();
        provider.serving().hello();
        provider.serving().offer();
        provider.using().offered(LONG);
        var relay = Relay.everything().to(provider.using());
        var consumer = web.consumer(PeerOptions.defaults(), self -> self.expose(relay));
        consumer.hello();
        consumer.offer();
        var names = IntStream.range(0, 25_000).mapToObj(n -> "S" + n).toArray(String[]::new);

        for (var n = 1; n <= 3; n++) {
            consumer.control(offer(CAPABILITY.substring(0, 35) + n, names));
            consumer.frame(ENTER, n, "f6");
            if (n < 3) assertThat(provider.serving().request().sid()).isEqualTo(ENTER);
        }

        assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(3)))
                .isInstanceOfSatisfying(
                        ErrorFrame.NotHandled.class,
                        error -> assertThat(error.reason()).isEqualTo(ErrorFrame.Reason.OVERLOADED));
        assertThat(provider.using().connection().capabilities().count()).isEqualTo(2);
    }

    /// The frame of a long message may be small enough, and that of the offer before it too large.
    @Nested
    class AnOfferThatIsTooLargeForAFrame {
        private static final String LONG_MESSAGE = "599c40" + "00".repeat(40_000);

        private static String[] names() {
            return IntStream.range(0, 1_000).mapToObj(n -> "Service" + n).toArray(String[]::new);
        }

        private static void helloWithSmallFrames(RawPeer raw) throws Exception {
            var features = List.of(Metadata.FEATURE, Fragment.FEATURE);
            raw.control(new Hello(1, new byte[16], "raw", "0", 1 << 16, 256, 1 << 20, features));
            raw.offer();
        }

        @Test
        void makesALongMessageTooLarge() throws Exception {
            var provider = web.provider();
            helloWithSmallFrames(provider.serving());
            provider.using().offered(LONG);
            Address<Crowd> crowd = provider.using().address(Crowd.class);
            var guests = Stream.generate(() -> new Visitor(nursery).address)
                    .limit(900)
                    .toList();

            assertThatThrownBy(() -> crowd.send(new Crowd.Come(guests)))
                    .isInstanceOfSatisfying(
                            SendException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.TooLarge.class));

            assertThat(provider.using().connection().capabilities().count()).isZero();
            crowd.send(new Crowd.Come(List.of()));
            assertThat(provider.serving().request().payload()).endsWith("80");
        }

        @Test
        void makesALongMessageTooLargeForARelay() throws Exception {
            var provider = web.provider();
            helloWithSmallFrames(provider.serving());
            provider.using().offered(LONG);
            var relay = Relay.everything().to(provider.using());
            var consumer = web.consumer(PeerOptions.defaults(), self -> self.expose(relay));
            consumer.hello();
            consumer.offer();

            consumer.control(offer(CAPABILITY, names()));
            consumer.frame(ENTER, 1, LONG_MESSAGE);

            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(1)))
                    .isInstanceOf(ErrorFrame.DeserializeWireFormat.class);
            consumer.frame(ENTER, 2, "f6");
            assertThat(provider.serving().request().payload()).endsWith("f6");
        }

        @Test
        void makesALongMessageTooLargeForASubscriber() throws Exception {
            try (var topic = Topic.of("letters", List.of("Letter"))) {
                var events = topic.events().observe();
                var subscriber = web.consumer(
                        PeerOptions.defaults(), self -> topic.subscribe(self, SubscriberOptions.waiting()));
                helloWithSmallFrames(subscriber);
                var publisher = web.consumer(PeerOptions.defaults(), self -> self.expose(topic));
                publisher.hello();
                publisher.offer();
                var letter = Addressed.sid("letters", "Letter");

                publisher.control(offer(CAPABILITY, names()));
                publisher.frame(letter, 0, LONG_MESSAGE);
                publisher.frame(letter, 0, "f6");

                assertThat(Newsroom.next(events, TopicEvent.Undelivered.class).cause())
                        .hasMessageContaining("frame");
                assertThat(subscriber.request().payload()).endsWith("f6");
            }
        }
    }
}
