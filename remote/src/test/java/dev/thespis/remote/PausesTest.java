package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Backoff;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PausesTest {
    private static final Pauses PLAIN = Pauses.defaults()
            .withBackoff(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)))
            .withJitter(0)
            .withHealthyAfter(Duration.ofSeconds(10));

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    @Nested
    class Pause {
        @Test
        void doublesUpToTheLongest() {
            assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 1_000_000).mapToObj(PLAIN::pause))
                    .containsExactly(
                            millis(100),
                            millis(200),
                            millis(400),
                            millis(800),
                            millis(1000),
                            millis(1000),
                            millis(1000));
        }

        @Test
        void isShortenedByAPartThatIsLeftToChance() {
            RandomGenerator most = () -> -1L; // the largest double below 1
            RandomGenerator none = () -> 0L;
            assertThat(PLAIN.withJitter(0.5).withChance(none).pause(1)).isEqualTo(millis(100));
            assertThat(PLAIN.withJitter(0.5).withChance(most).pause(1)).isBetween(millis(50), millis(51));
            assertThat(PLAIN.withJitter(1).withChance(most).pause(1)).isBetween(millis(0), millis(1));
        }

        @Test
        void isTheSameForTheSameSeed() {
            var one = PLAIN.withJitter(0.5).withChance(new Random(4711));
            var two = PLAIN.withJitter(0.5).withChance(new Random(4711));
            for (var count = 1; count < 20; count++)
                assertThat(one.pause(count)).isEqualTo(two.pause(count)).isBetween(millis(50), millis(1000));
        }
    }

    @Nested
    class Options {
        @Test
        void areChecked() {
            assertThatThrownBy(() -> PLAIN.withBackoff(Backoff.none())).hasMessageContaining("1 ms or more");
            assertThatThrownBy(() -> PLAIN.withJitter(1.1)).hasMessageContaining("jitter=1.1");
            assertThatThrownBy(() -> PLAIN.withJitter(Double.NaN)).hasMessageContaining("jitter=NaN");
            assertThatThrownBy(() -> PLAIN.withHealthyAfter(Duration.ZERO)).hasMessageContaining("healthyAfter=PT0S");
            assertThatThrownBy(() -> PLAIN.withMost(0)).hasMessageContaining("most=0");
            assertThatThrownBy(() -> new LinkOptions.WhileDown.Wait(Duration.ZERO, 1))
                    .hasMessageContaining("longest=PT0S");
            assertThatThrownBy(() -> new LinkOptions.WhileDown.Wait(millis(1), 0))
                    .hasMessageContaining("requests=0");
            assertThatThrownBy(() ->
                            new LinkOptions.Meeting(Duration.ofHours(2), millis(1), LinkOptions.Meeting.Silence.FAILED))
                    .hasMessageContaining("connect=PT2H");
            assertThatThrownBy(Link::open).hasMessageContaining("needs an endpoint");
            assertThatThrownBy(() -> Tcp.at("localhost", 0)).hasMessageContaining("port=0");
            assertThatThrownBy(() -> PeerOptions.defaults().withIncarnation("ABC"))
                    .hasMessageContaining("incarnation=ABC");
            assertThatThrownBy(() -> Returning.defaults().withRemembered(-1)).hasMessageContaining("remembered=-1");
            assertThatThrownBy(() -> Returning.defaults().withLongest(Duration.ZERO))
                    .hasMessageContaining("longest=PT0S");
        }
    }

    @Nested
    class AnItinerary {
        private final Duration healthy = Duration.ofSeconds(10);
        private final Duration ill = Duration.ofSeconds(9);

        private Itinerary of(LinkOptions.Order order, int endpoints) {
            return new Itinerary(PLAIN, order, endpoints);
        }

        @Test
        void pausesAfterAllEndpointsHaveFailed() {
            var itinerary = of(LinkOptions.Order.STAY, 3);
            for (var round = 1; round <= 3; round++) {
                assertThat(itinerary.next()).isZero();
                assertThat(itinerary.failed()).isEqualTo(Duration.ZERO);
                assertThat(itinerary.next()).isEqualTo(1);
                assertThat(itinerary.failed()).isEqualTo(Duration.ZERO);
                assertThat(itinerary.failed()).isEqualTo(PLAIN.pause(round));
                assertThat(itinerary.count()).isEqualTo(round);
            }
        }

        @Test
        void beginsAnewAfterAHealthyConnectionAndStaysWhereItWas() {
            var itinerary = of(LinkOptions.Order.STAY, 2);
            itinerary.failed();
            assertThat(itinerary.lost(healthy)).isEqualTo(millis(100));
            assertThat(itinerary.next()).isEqualTo(1);
            assertThat(itinerary.lost(healthy)).isEqualTo(millis(100));
            assertThat(itinerary.next()).isEqualTo(1);
        }

        @Test
        void pausesLongerAndMovesOnAfterConnectionsThatDoNotLast() {
            var itinerary = of(LinkOptions.Order.STAY, 2);
            assertThat(itinerary.lost(ill)).isEqualTo(millis(100));
            assertThat(itinerary.next()).isEqualTo(1);
            assertThat(itinerary.lost(ill)).isEqualTo(millis(200));
            assertThat(itinerary.next()).isZero();
            assertThat(itinerary.lost(healthy)).isEqualTo(millis(100));
        }

        @Test
        void beginsWithTheFirstEndpointIfThatIsPreferred() {
            var itinerary = of(LinkOptions.Order.PREFER_FIRST, 3);
            itinerary.failed();
            assertThat(itinerary.lost(healthy)).isEqualTo(millis(100));
            assertThat(itinerary.next()).isZero();
            itinerary.lost(ill);
            assertThat(itinerary.next()).isEqualTo(1);
            itinerary.failed();
            itinerary.failed();
            assertThat(itinerary.failed()).isPositive();
            assertThat(itinerary.next()).isZero();
        }

        @Test
        void isOverAfterAsManyPausesAsThereMayBe() {
            var itinerary = new Itinerary(PLAIN.withMost(2), LinkOptions.Order.STAY, 1);
            itinerary.failed();
            itinerary.failed();
            assertThat(itinerary.isOver()).isFalse();
            itinerary.failed();
            assertThat(itinerary.isOver()).isTrue();
            itinerary.lost(healthy);
            assertThat(itinerary.isOver()).isFalse();
        }
    }
}
