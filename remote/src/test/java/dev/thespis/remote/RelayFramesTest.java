package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.RawPeer.Received;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.ServiceId;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes that come out of a relay. Here it has no class of any message.
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"MEMORY", "TCP"})
final class RelayFramesTest extends RelayStage {
    RelayFramesTest(Web.Over over) {
        super(over);
    }

    @Nested
    final class ThatAreLong {
        private final String message = "00".repeat(100_000);

        @Test
        void comeInFragmentsAndGoInOnePieceToWhoDoesNotKnowThem() throws Exception {
            open();
            greetedProvider();
            consumer.hello(256, 1 << 20, "metadata", "fragments");
            consumer.offer();
            consumer.control(Offer.class);
            var frame = RawPeer.frameBytes(ADD, 5, message);
            for (var at = 0; at < frame.length; at += 40_000)
                consumer.fragment(9, frame, at, Math.min(frame.length, at + 40_000));

            var call = atProvider();
            assertThat(call.sid()).isEqualTo(ADD);
            assertThat(call.payload()).isEqualTo(HOPS + "01" + message);
            provider.frame(REPLY, call.cid(), message);
            assertThat(consumer.answer(5).payload()).isEqualTo(message);
        }

        @Test
        void comeInOnePieceAndGoInFragmentsToWhoKnowsThem() throws Exception {
            open();
            provider.hello(256, 1 << 20, "metadata", "fragments");
            provider.offer();
            toProvider.offered(Duration.ofSeconds(20));
            greetedConsumer();
            consumer.frame(ADD, 5, message);

            var first = atProvider();
            assertThat(first.sid()).isEqualTo(RawPeer.id(Fragment.class));
            var row = new ByteArrayOutputStream();
            row.writeBytes(RawPeer.piece(first));
            while (row.size() < 24 + 5 + 100_000) row.writeBytes(RawPeer.piece(atProvider()));
            assertThat(HexFormat.of().formatHex(row.toByteArray(), 24, row.size()))
                    .isEqualTo(HOPS + "01" + message);
            var reply = RawPeer.frameBytes(REPLY, 1, message);
            provider.fragment(1, reply, 0, 10);
            provider.fragment(1, reply, 10, reply.length);
            assertThat(consumer.answer(5).payload()).isEqualTo(message);
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

        @Test
        void areTheSameButForTheConnectionIdThatLeaks() throws Exception {
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
            passesOn(relay, "Add");
            consumer.hello();

            var offered = consumer.control(Offer.class).services();
            if (offered.isEmpty()) offered = consumer.control(Offer.class).services(); // the relay learnt of it later
            assertThat(offered).containsExactly(new Offer.Item("remotes", "Add", ADD, 0));
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
            passesOn(relay, "Service39");
            consumer.control(new Hello(1, new byte[16], "small", "0", 1_024, 256, 1 << 20, List.of()));

            var offered = new ArrayList<String>();
            while (offered.size() < 40)
                for (var item : consumer.control(Offer.class).services()) offered.add(item.name());

            assertThat(offered).containsExactlyInAnyOrderElementsOf(names);
        }

        @Test
        void withdrawWhatTheTargetWithdrawsWhileItsCallsGoOn() throws Exception {
            var offered = Relay.offered();
            open(offered, PeerOptions.defaults());
            var add = new Offer.Item("remotes", "Add", ADD, 0);
            provider.hello();
            provider.control(new Offer(List.of(add)));
            passesOn(offered, "Add");
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

        @Test
        void passBeforeTheReplyThatComesAfterThem() throws Exception {
            var offered = Relay.offered();
            open(offered, PeerOptions.defaults());
            provider.hello();
            provider.control(new Offer(List.of(new Offer.Item("remotes", "Add", ADD, 0))));
            passesOn(offered, "Add");
            greetedConsumer();
            assertThat(consumer.control(Offer.class).services()).hasSize(1);
            consumer.frame(ADD, 1, "05");
            var passed = provider.request();
            var late = new Offer.Item("late", "Add", ServiceId.of("late", "Add").value(), 0);
            var offer =
                    RawPeer.frameBytes(RawPeer.id(Offer.class), 0, RawPeer.hex(Offer.class, new Offer(List.of(late))));
            var reply = RawPeer.frameBytes(REPLY, passed.cid(), "07");

            provider.bytes(ByteBuffer.allocate(offer.length + reply.length)
                    .put(offer)
                    .put(reply)
                    .array()); // read at once

            var next = consumer.receive();
            assertThat(next.sid()).isEqualTo(RawPeer.id(Offer.class));
            assertThat(RawPeer.decode(Offer.class, next).services()).containsExactly(late);
            assertThat(consumer.receive().payload()).isEqualTo("07");
        }

        @Test
        void isNotWithdrawnBeforeTheNextTargetHasSaidWhatItHas() throws Exception {
            var offered = Relay.offered();
            open(offered, PeerOptions.defaults());
            var add = new Offer.Item("remotes", "Add", ADD, 0);
            provider.hello();
            provider.control(new Offer(List.of(add)));
            passesOn(offered, "Add");
            greetedConsumer();
            assertThat(consumer.control(Offer.class).services()).containsExactly(add);

            provider.close();
            toProvider.join();
            consumer.frame(ADD, 1, "05");
            var answer = consumer.receive(); // no Withdraw
            assertThat(answer.cid()).isEqualTo(1);
            assertThat(RawPeer.decode(ErrorFrame.class, answer))
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            error -> assertThat(error.reason()).isEqualTo(ErrorFrame.Reason.UNREACHABLE));
            var next = web.provider();
            offered.to(next.using());
            consumer.frame(ADD, 2, "05");
            var passed = next.serving().request();
            next.serving().hello();
            next.using().remote(Duration.ofSeconds(20));
            next.serving().frame(REPLY, passed.cid(), "07");
            assertThat(consumer.receive()).isEqualTo(new Received(REPLY, 2, "07")); // still none

            next.serving().control(new Offer(List.of()));
            assertThat(consumer.control(Withdraw.class).services()).containsExactly(add);
        }
    }
}
