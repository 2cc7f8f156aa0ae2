package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.RawPeer.Received;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.ServiceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes that come out of a relay. Here it has no class of any message.
@Timeout(60)
final class RelayFramesTest {
    private static final long ADD = ServiceId.of("remotes", "Add").value();
    private static final long REPLY = ServiceId.REPLIES.value();
    private static final long ERROR = ServiceId.ERRORS.value();
    private static final String HOPS = "d9544982";
    private static final String METADATA = "d9544882";

    private final Relay relay = Relay.everything();
    private Web web = new Web(Web.Over.MEMORY);
    private RawPeer provider;
    private RawPeer consumer;
    private Peer toProvider;
    private Peer toConsumer;

    @AfterEach
    void close() throws Exception {
        web.close();
    }

    private void open() throws IOException {
        open(relay, PeerOptions.defaults());
    }

    private void open(Relay exposed, PeerOptions options) throws IOException {
        var link = web.provider();
        provider = link.serving();
        toProvider = link.using();
        exposed.to(toProvider);
        consumer = web.consumer(options, self -> {
            toConsumer = self;
            self.expose(exposed);
        });
    }

    private void greetedProvider() throws Exception {
        provider.hello(256, 1 << 20, Metadata.FEATURE);
        provider.offer();
        toProvider.offered(Duration.ofSeconds(20));
    }

    private void greetedConsumer() throws Exception {
        consumer.hello(256, 1 << 20, Metadata.FEATURE);
        consumer.offer();
        toConsumer.offered(Duration.ofSeconds(20));
    }

    /// The next frame for the provider, whatever it is, but for those with which the relay greets it.
    private Received atProvider() throws Exception {
        while (true) {
            var frame = Objects.requireNonNull(provider.receive());
            if (frame.sid() != RawPeer.id(Hello.class) && frame.sid() != RawPeer.id(Offer.class)) return frame;
        }
    }

    @Nested
    final class OfTheOriginal {
        /// One line of the golden data.
        private record Line(String who, String hex, String step) {
            static Line of(String text) {
                var parts = text.split("\t", 3);
                return new Line(parts[0], parts[1], parts[2]);
            }

            /// What we write: the caller's connection id, where the original lets its own out.
            String expected() {
                if (!step.startsWith("2 relay passes the error")) return hex;
                return "58" + hex.substring(2).replaceFirst("02$", "194343");
            }
        }

        private List<Line> golden() throws IOException {
            try (var in = Objects.requireNonNull(RelayFramesTest.class.getResourceAsStream("relay.golden"));
                    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(Line::of)
                        .toList();
            }
        }

        private String hex(Received frame) {
            return HexFormat.of().formatHex(RawPeer.frameBytes(frame.sid(), frame.cid(), frame.payload()));
        }

        @ParameterizedTest
        @EnumSource(Web.Over.class)
        void areTheSameButForTheConnectionIdThatLeaks(Web.Over over) throws Exception {
            web = new Web(over);
            var limits = Limits.defaults().withCallDeadline(Duration.ofSeconds(3));
            open(
                    Relay.of(new Relay.Scope.Named("remotes", "Add"), Choice.roundRobin()),
                    PeerOptions.defaults().withLimits(limits));

            for (var line : golden()) {
                switch (line.who) {
                    case "consumer->relay" -> consumer.bytes(HexFormat.of().parseHex(line.hex));
                    case "provider->relay" -> provider.bytes(HexFormat.of().parseHex(line.hex));
                    case "relay->provider" ->
                        assertThat(hex(atProvider())).as(line.step).isEqualTo(line.hex);
                    case "relay->consumer" -> {
                        if (line.step.startsWith("5")) provider.close();
                        assertThat(hex(Objects.requireNonNull(consumer.answer())))
                                .as(line.step)
                                .isEqualTo(line.expected());
                    }
                    default -> throw new AssertionError(line);
                }
            }
        }
    }

    @Nested
    final class Payloads {
        @ParameterizedTest
        @ValueSource(strings = {"", "ff00", "05"})
        void passWhateverTheyAre(String payload) throws Exception {
            open();

            consumer.frame(ADD, 7, payload);
            assertThat(atProvider()).isEqualTo(new Received(ADD, 1, payload));
            provider.frame(REPLY, 1, payload);

            assertThat(consumer.answer()).isEqualTo(new Received(REPLY, 7, payload));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 9})
        void getOneHopMoreAndKeepMetadataThatNobodyHereKnows(long cid) throws Exception {
            open();
            greetedProvider();
            greetedConsumer();
            var body = METADATA + "a26374746c1a05f5e1006b7472616365706172656e746161" + "05";

            consumer.frame(ADD, cid, body);
            assertThat(provider.request().payload()).isEqualTo(HOPS + "01" + body);
            consumer.frame(ADD, cid == 0 ? 0 : 10, HOPS + "03" + body);

            assertThat(provider.request().payload()).isEqualTo(HOPS + "04" + body);
        }

        @Test
        void loseMetadataBeforeAPeerOfTheOriginal() throws Exception {
            open();
            greetedConsumer();

            consumer.frame(ADD, 1, HOPS + "03" + METADATA + "a16374746c1a05f5e100" + "05");
            assertThat(atProvider().payload()).isEqualTo("05");
            consumer.frame(ADD, 0, METADATA + "a16374746c1a05f5e100" + "06");

            assertThat(atProvider().payload()).isEqualTo("06");
        }

        @Test
        void ofAPeerOfTheOriginalGetAHopOnly() throws Exception {
            open();
            greetedProvider();

            consumer.frame(ADD, 1, "05");

            assertThat(provider.request().payload()).isEqualTo(HOPS + "0105");
        }

        @Test
        void thatHaveComeThroughTooManyRelaysAreRefused() throws Exception {
            open();
            greetedProvider();
            greetedConsumer();

            consumer.frame(ADD, 1, HOPS + "1005");
            var error = RawPeer.decode(ErrorFrame.class, consumer.answer(1));
            consumer.frame(ADD, 2, "06");

            assertThat(error)
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            n -> assertThat(n.reason()).isEqualTo(ErrorFrame.Reason.REFUSED));
            assertThat(provider.request().payload()).isEqualTo(HOPS + "0106");
        }

        @Test
        void withADeadlineBeyondAllMeasureGoOn() throws Exception {
            open();
            greetedProvider();
            greetedConsumer();

            consumer.frame(ADD, 1, METADATA + "a16374746c1b7fffffffffffffff" + "05");
            var passed = provider.request();
            provider.frame(REPLY, passed.cid(), "06");

            assertThat(consumer.answer(1).payload()).isEqualTo("06");
        }

        @Test
        void whoseDeadlineHasPassedDoNotGoOn() throws Exception {
            open();
            greetedProvider();
            greetedConsumer();

            consumer.frame(ADD, 1, METADATA + "a16374746c00" + "05");
            var error = RawPeer.decode(ErrorFrame.class, consumer.answer(1));
            consumer.frame(ADD, 0, "06");

            assertThat(error)
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            n -> assertThat(n.reason()).isEqualTo(ErrorFrame.Reason.EXPIRED));
            assertThat(provider.request().payload()).endsWith("06");
        }

        @Test
        void tooLargeForTheTargetAreAnsweredAndHoldNoCredit() throws Exception {
            open();
            provider.control(new Hello(1, new byte[16], "small", "0", 1_024, 256, 1 << 20, List.of()));
            provider.offer();
            toProvider.offered(Duration.ofSeconds(20));
            greetedConsumer();
            var large = "58" + "80" + "00".repeat(128) + "00".repeat(1_000);

            for (var cid = 1; cid <= 300; cid++) {
                consumer.frame(ADD, cid, large);
                assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(cid)))
                        .isInstanceOf(ErrorFrame.DeserializeWireFormat.class);
            }
            consumer.frame(ADD, 301, "05");

            assertThat(provider.request()).isEqualTo(new Received(ADD, 1, "05"));
            Until.holds(() -> toConsumer.connection().intake().requests() == 1);
        }
    }

    @Nested
    final class ControlFrames {
        @Test
        void neverPassWhoeverSendsThem() throws Exception {
            open();
            greetedProvider();

            consumer.control(new Goodbye("not yours"));
            consumer.control(new Credit(ADD, 1, 24));
            consumer.control(new Cancel(1));
            consumer.control(new Withdraw(List.of()));
            consumer.frame(ServiceId.of("thespis", "Release").value(), 0, "f6");
            consumer.frame(RawPeer.id(Goodbye.class), 5, "f6");
            consumer.frame(ADD, 6, "05");

            assertThat(atProvider()).isEqualTo(new Received(ADD, 1, HOPS + "0105"));
            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(5)))
                    .isInstanceOf(ErrorFrame.UnknownService.class);
        }

        @Test
        void areNotTakenForServicesThatATargetOffers() throws Exception {
            open();
            provider.hello();
            provider.control(new Offer(List.of(
                    new Offer.Item("thespis", "Credit", RawPeer.id(Credit.class), 0),
                    new Offer.Item("remotes", "Add", ADD, 0))));
            Web.offers(toProvider, "Add");
            consumer.hello();

            assertThat(consumer.control(Offer.class).services())
                    .containsExactly(new Offer.Item("remotes", "Add", ADD, 0));
        }

        @Test
        void cancelACallOnceHoweverOftenItsCallerDoes() throws Exception {
            open();
            greetedProvider();
            greetedConsumer();
            for (var cid = 1; cid <= 4; cid++)
                consumer.frame(ServiceId.of("no", "Body").value(), cid, "f6");
            consumer.frame(ADD, 5, METADATA + "a16374746c1a00030d40" + "05");
            for (var n = 0; n < 4; n++) consumer.control(new Cancel(5));
            consumer.answer(5);
            consumer.frame(ADD, 6, "06");

            for (var n = 0; n < 5; n++) atProvider();
            var cancelled = atProvider();
            assertThat(RawPeer.decode(Cancel.class, cancelled).cid()).isEqualTo(5);
            assertThat(atProvider().payload()).endsWith("06");
        }

        @Test
        void ofAnOfferAreAsManyAsSmallFramesNeed() throws Exception {
            var names = IntStream.range(0, 40).mapToObj(n -> "Service" + n).toList();
            open();
            provider.hello();
            provider.control(new Offer(names.stream()
                    .map(name -> new Offer.Item(
                            "many", name, ServiceId.of("many", name).value(), 0))
                    .toList()));
            Web.offers(toProvider, "Service39");
            consumer.control(new Hello(1, new byte[16], "small", "0", 1_024, 256, 1 << 20, List.of()));

            var offered = new ArrayList<String>();
            while (offered.size() < 40)
                for (var item : consumer.control(Offer.class).services()) offered.add(item.name());

            assertThat(offered).containsExactlyInAnyOrderElementsOf(names);
        }

        @Test
        void withdrawWhatTheTargetWithdrawsWhileItsCallsGoOn() throws Exception {
            open(Relay.offered(), PeerOptions.defaults());
            var add = new Offer.Item("remotes", "Add", ADD, 0);
            provider.hello();
            provider.control(new Offer(List.of(add)));
            Web.offers(toProvider, "Add");
            consumer.hello();
            assertThat(consumer.control(Offer.class).services()).containsExactly(add);
            consumer.offer();
            consumer.frame(ADD, 1, "05");
            var passed = provider.request();

            provider.control(new Withdraw(List.of(add)));
            assertThat(consumer.control(Withdraw.class).services()).containsExactly(add);
            consumer.frame(ADD, 2, "06");
            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(2)))
                    .isInstanceOf(ErrorFrame.UnknownService.class);
            provider.frame(REPLY, passed.cid(), "07");

            assertThat(consumer.answer(1).payload()).isEqualTo("07");
        }
    }

    @Nested
    final class Errors {
        @Test
        void passAsTheyAreWithTheConnectionIdOfTheCaller() throws Exception {
            open();
            greetedProvider();
            greetedConsumer();
            var sid = Optional.of(ErrorFrame.Id.of(ADD));

            consumer.frame(ADD, 70_000, "05");
            var passed = provider.request();
            var stopped = new ErrorFrame.NotHandled(
                    sid, Optional.of(ErrorFrame.Id.of(passed.cid())), ErrorFrame.Reason.STOPPED, "as it was");
            provider.frame(ERROR, passed.cid(), RawPeer.hex(ErrorFrame.class, stopped));

            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(70_000)))
                    .isEqualTo(new ErrorFrame.NotHandled(
                            sid, Optional.of(ErrorFrame.Id.of(70_000)), ErrorFrame.Reason.STOPPED, "as it was"));
        }

        @Test
        void thatAPeerOfTheOriginalDoesNotKnowBecomeOnesThatItKnows() throws Exception {
            open();
            greetedProvider();

            consumer.frame(ADD, 9, "05");
            var passed = provider.request();
            var overloaded =
                    new ErrorFrame.NotHandled(Optional.empty(), Optional.empty(), ErrorFrame.Reason.OVERLOADED, "busy");
            provider.frame(ERROR, passed.cid(), RawPeer.hex(ErrorFrame.class, overloaded));

            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(9)))
                    .isEqualTo(new ErrorFrame.InternalServerError(
                            Optional.of(ErrorFrame.Id.of(ADD)), Optional.of(ErrorFrame.Id.of(9))));
        }

        @Test
        void ofMoreTextThanAnyFrameHoldsAreCut() throws Exception {
            open();
            greetedProvider();
            consumer.control(new Hello(1, new byte[16], "small", "0", 1_024, 256, 1 << 20, List.of()));
            consumer.offer();

            consumer.frame(ADD, 1, "05");
            var passed = provider.request();
            var refused = new ErrorFrame.NotHandled(
                    Optional.empty(), Optional.empty(), ErrorFrame.Reason.REFUSED, "no".repeat(2_000));
            provider.frame(ERROR, passed.cid(), RawPeer.hex(ErrorFrame.class, refused));

            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(1)))
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            n -> assertThat(n.detail()).startsWith("nono").hasSizeLessThan(300));
        }

        @Test
        void thatCantBeDecodedFailTheCall() throws Exception {
            open();

            consumer.frame(ADD, 1, "05");
            provider.frame(ERROR, atProvider().cid(), "ff");

            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(1)))
                    .isInstanceOf(ErrorFrame.InternalServerError.class);
            assertThat(toProvider.isOpen()).isTrue();
        }
    }

    @Nested
    final class WaitsForCredit {
        /// A provider that lets one call in at a time.
        private void narrow() throws Exception {
            provider.hello(1, 1 << 20);
            provider.offer();
            toProvider.offered(Duration.ofSeconds(20));
        }

        @Test
        void countForTheDeadlineOfEachCallThatWaits() throws Exception {
            var limits = Limits.defaults().withCallDeadline(Duration.ofMillis(300));
            open(relay, PeerOptions.defaults().withLimits(limits));
            narrow();

            for (var cid = 1; cid <= 4; cid++) consumer.frame(ADD, cid, "05");

            var answered = new ArrayList<Long>();
            for (var n = 0; n < 4; n++) {
                var answer = Objects.requireNonNull(consumer.answer());
                assertThat(RawPeer.decode(ErrorFrame.class, answer)).isInstanceOf(ErrorFrame.Timeout.class);
                answered.add(answer.cid());
            }
            assertThat(answered).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
            Until.holds(() -> toConsumer.connection().intake().requests() == 0);
            Until.holds(() -> toProvider.connection().lanes().isEmpty());
        }

        @Test
        void endWithACancelWhichTheProviderNeverSees() throws Exception {
            open();
            narrow();
            greetedConsumer();
            for (var cid = 1; cid <= 3; cid++) consumer.frame(ADD, cid, "0" + cid);
            var first = provider.request();

            consumer.control(new Cancel(3));
            var error = RawPeer.decode(ErrorFrame.class, consumer.answer(3));
            provider.frame(REPLY, first.cid(), "f6");
            var second = provider.request();
            provider.frame(REPLY, second.cid(), "f6");
            consumer.frame(ADD, 4, "04");

            assertThat(error)
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            n -> assertThat(n.reason()).isEqualTo(ErrorFrame.Reason.CANCELLED));
            assertThat(second.payload()).isEqualTo("02");
            assertThat(provider.request().payload()).isEqualTo("04");
        }

        @Test
        void endWhenTheProviderGoes() throws Exception {
            open();
            narrow();
            for (var cid = 1; cid <= 3; cid++) consumer.frame(ADD, cid, "05");
            consumer.frame(ADD, 0, "05");
            provider.request();

            provider.close();

            for (var n = 0; n < 3; n++)
                assertThat(RawPeer.decode(ErrorFrame.class, Objects.requireNonNull(consumer.answer())))
                        .isInstanceOf(ErrorFrame.InternalServerError.class);
            Until.holds(() -> toConsumer.connection().intake().requests() == 0);
            Until.holds(() -> toProvider.connection().lanes().isEmpty());
        }
    }

    @Test
    void permitsOfPeersOfTheOriginalComeBack() throws Exception {
        open(relay, PeerOptions.defaults().withPermits(Permits.perPeer(1)));

        for (var cid = 1; cid <= 6; cid++) consumer.frame(ADD, cid, "05");
        for (var cid = 1; cid <= 6; cid++) {
            var passed = atProvider();
            if (cid % 2 == 0) provider.frame(REPLY, passed.cid(), "f6");
            else provider.frame(ERROR, passed.cid(), "ff");
            assertThat(Objects.requireNonNull(consumer.answer()).cid()).isEqualTo(cid);
        }
    }

    @Test
    void callsOfTwoConsumersWithOneNumberGetTheirOwnReplies() throws Exception {
        open();
        var other = web.consumer(PeerOptions.defaults(), self -> self.expose(relay));

        consumer.frame(ADD, 1, "01");
        var first = atProvider();
        other.frame(ADD, 1, "02");
        var second = atProvider();
        provider.frame(REPLY, second.cid(), "02");
        provider.frame(REPLY, first.cid(), "01");

        assertThat(consumer.answer()).isEqualTo(new Received(REPLY, 1, "01"));
        assertThat(other.answer()).isEqualTo(new Received(REPLY, 1, "02"));
    }

    @Test
    void requestsForAnyNumberOfServicesLeaveNothingBehind() throws Exception {
        open();
        provider.hello(10_000, 1 << 20);
        provider.offer();
        toProvider.offered(Duration.ofSeconds(20));
        greetedConsumer();

        for (var n = 1; n <= 5_000; n++) {
            consumer.frame(ServiceId.of("any", "Service" + n).value(), n, "f6");
            provider.frame(REPLY, provider.request().cid(), "f6");
            consumer.answer(n);
        }

        assertThat(toConsumer.connection().receiveWindows().remembered()).isLessThanOrEqualTo(512);
    }
}
