package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.RawPeer.Received;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Hello;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What comes back through a relay, and what is held until it does.
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"MEMORY", "TCP"})
final class RelayAnswersTest extends RelayStage {
    RelayAnswersTest(Web.Over over) {
        super(over);
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
        void tellThatTheTargetWasLostAsFarAsTheCallerKnowsThat() throws Exception {
            open();
            greetedProvider();
            greetedConsumer();
            var original = web.consumer(PeerOptions.defaults(), self -> self.expose(relay));
            consumer.frame(ADD, 8, "05");
            original.frame(ADD, 9, "05");
            provider.request();
            provider.request();

            provider.close();

            var sid = Optional.of(ErrorFrame.Id.of(ADD));
            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(8)))
                    .isEqualTo(new ErrorFrame.Lost(sid, Optional.of(ErrorFrame.Id.of(8))));
            assertThat(RawPeer.decode(ErrorFrame.class, original.answer(9)))
                    .isEqualTo(new ErrorFrame.InternalServerError(sid, Optional.of(ErrorFrame.Id.of(9))));
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
    void toCallsWhoseCallerHasGoneAreNotWaitedForAsLongAsHeWanted() throws Exception {
        var limits = Limits.defaults().withCallDeadline(Duration.ofMillis(100));
        var target = web.provider(PeerOptions.defaults().withLimits(limits));
        relay.to(target.using());
        consumer = web.consumer(PeerOptions.defaults(), self -> {
            toConsumer = self;
            self.expose(relay);
        });
        greetedConsumer();
        var day = "a16374746c1b000000141dd76000"; // {"ttl": …}
        consumer.frame(ADD, 1, METADATA + day + "05");
        target.serving().request();

        consumer.close();

        Until.holds(() -> toConsumer.connection().intake().requests() == 0);
        assertThat(target.using().isOpen()).isTrue();
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
