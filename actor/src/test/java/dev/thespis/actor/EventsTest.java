package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventsTest {
    private final Events<String> events = new Events<>(count -> "missed " + count);

    private static final ObserveOptions<String> SMALL =
            ObserveOptions.<String>defaults().withCapacity(2);

    @Nested
    class Observing {
        @Test
        void givesEveryEventToEveryObserver() {
            Observer<String> one = events.observe();
            Observer<String> other = events.observe();
            events.publish("a");
            events.publish("b");

            assertThat(one.poll()).containsExactly("a", "b");
            assertThat(other.poll()).containsExactly("a", "b");
        }

        @Test
        void beginsWhenTheObserverJoins() {
            events.publish("before");
            Observer<String> observer = events.observe();
            events.publish("after");

            assertThat(observer.poll()).containsExactly("after");
        }

        @Test
        void dropsTheOldestAndTellsHowMany() {
            Observer<String> observer = events.observe(SMALL);
            for (int i = 0; i < 5; i++) {
                events.publish("event " + i);
            }
            assertThat(observer.poll()).containsExactly("missed 3", "event 3", "event 4");

            events.publish("next");
            assertThat(observer.poll()).containsExactly("next");
        }

        @Test
        void dropsTheOldestWhenThoseThatWaitAreTooHeavyTogether() {
            Events<String> heavy = new Events<>(count -> "missed " + count, String::length, 10);
            Observer<String> observer = heavy.observe();
            heavy.publish("four");
            heavy.publish("fi-ve");
            heavy.publish("one");
            assertThat(observer.poll()).containsExactly("missed 1", "fi-ve", "one");

            heavy.publish("this one is too heavy alone");
            assertThat(observer.poll()).containsExactly("this one is too heavy alone");
            heavy.publish("0123456789");
            assertThat(observer.poll()).containsExactly("0123456789");
        }

        @Test
        void keepsOneObserversSlownessFromTheOthers() {
            Observer<String> slow = events.observe(SMALL);
            Observer<String> other = events.observe();
            for (int i = 0; i < 100; i++) {
                events.publish("event");
            }
            assertThat(other.poll()).hasSize(100);
            assertThat(slow.poll()).containsExactly("missed 98", "event", "event");
        }

        @Test
        void filters() {
            Observer<String> observer =
                    events.observe(ObserveOptions.<String>defaults().withFilter(event -> event.startsWith("b")));
            events.publish("a");
            events.publish("b");

            assertThat(observer.poll()).containsExactly("b");
        }

        @Test
        void endsForAnObserverWhoseFilterThrowsOnly() {
            Observer<String> faulty =
                    events.observe(ObserveOptions.<String>defaults().withFilter(event -> event.charAt(1) == 'x'));
            Observer<String> other = events.observe();
            events.publish("a");
            events.publish("bx");

            assertThat(other.poll()).containsExactly("a", "bx");
            assertThatThrownBy(() -> faulty.take(Duration.ofSeconds(20)))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasCauseInstanceOf(StringIndexOutOfBoundsException.class);
        }

        @Test
        void endsForAnObserverWhoseFilterBreaksOnly() {
            Observer<String> faulty =
                    events.observe(ObserveOptions.<String>defaults().withFilter(event -> {
                        throw new AssertionError("simulated");
                    }));
            Observer<String> other = events.observe();
            events.publish("a");

            assertThat(other.poll()).containsExactly("a");
            assertThatThrownBy(() -> faulty.take(Duration.ofSeconds(20))).hasCauseInstanceOf(AssertionError.class);
        }

        @Test
        void waitsAsLongAsItGets() throws Exception {
            Observer<String> observer = events.observe();
            Thread.ofVirtual().start(() -> events.publish("later"));

            assertThat(observer.take(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("later");
        }

        @Test
        void waitsForTheNextEvent() throws Exception {
            Observer<String> observer = events.observe();
            Thread.ofVirtual().start(() -> events.publish("later"));

            assertThat(observer.take(Duration.ofSeconds(20))).isEqualTo("later");
        }

        @Test
        void givesUpWaitingWhenTheTimeIsOver() {
            Observer<String> observer = events.observe();

            assertThatThrownBy(() -> observer.take(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);
        }

        @Test
        void endsWithTheSourceAfterWhatWasPublished() throws Exception {
            Observer<String> observer = events.observe();
            events.publish("last");
            events.complete();
            events.publish("too late");

            assertThat(observer.take(Duration.ofSeconds(20))).isEqualTo("last");
            assertThatThrownBy(() -> observer.take(Duration.ofSeconds(20))).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> events.observe().take(Duration.ofSeconds(20)))
                    .isInstanceOf(NoSuchElementException.class);
        }

        @Test
        void endsWhenTheObserverLeaves() {
            Observer<String> observer = events.observe();
            assertThat(events.hasObservers()).isTrue();
            observer.close();

            assertThat(events.hasObservers()).isFalse();
            events.publish("unheard");
            assertThat(observer.poll()).isEmpty();
        }
    }

    @Nested
    class Subscribing {
        @Test
        void deliversAsMuchAsWasAskedFor() {
            Recorder recorder = new Recorder(2);
            events.subscribe(recorder);
            recorder.awaitSubscription();
            for (int i = 0; i < 4; i++) {
                events.publish("event " + i);
            }
            Eventually.holds("two", () -> recorder.seen.size() == 2);
            recorder.subscription().request(1);
            Eventually.holds("three", () -> recorder.seen.size() == 3);

            assertThat(recorder.seen).containsExactly("event 0", "event 1", "event 2");
        }

        @Test
        void deliversOneAtATimeAndInOrder() {
            Recorder recorder = new Recorder(Long.MAX_VALUE);
            events.subscribe(recorder, ObserveOptions.<String>defaults().withCapacity(100_000));
            recorder.awaitSubscription();
            List<String> all =
                    IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
            all.forEach(events::publish);
            events.complete();
            Eventually.holds("complete", () -> recorder.complete);

            assertThat(recorder.seen).isEqualTo(all);
        }

        @Test
        void tellsWhatWasMissed() {
            Recorder recorder = new Recorder(0);
            events.subscribe(recorder, SMALL);
            recorder.awaitSubscription();
            for (int i = 0; i < 5; i++) {
                events.publish("event " + i);
            }
            recorder.subscription().request(10);
            Eventually.holds("three", () -> recorder.seen.size() == 3);

            assertThat(recorder.seen).containsExactly("missed 3", "event 3", "event 4");
        }

        @Test
        void completesAfterWhatWasPublished() {
            Recorder recorder = new Recorder(10);
            events.subscribe(recorder);
            events.publish("last");
            events.complete();

            Eventually.holds("complete", () -> recorder.complete);
            assertThat(recorder.seen).containsExactly("last");
        }

        @Test
        void losesNothingThatIsPublishedRightBeforeTheEnd() {
            for (int round = 0; round < 10_000; round++) {
                dev.thespis.actor.Events<String> brief = new dev.thespis.actor.Events<>(count -> "missed " + count);
                Recorder recorder = new Recorder(Long.MAX_VALUE);
                brief.subscribe(recorder);
                brief.publish("first");
                while (recorder.seen.isEmpty()) {
                    Thread.onSpinWait();
                }
                for (int spin = 0; spin < round % 20; spin++) {
                    Thread.onSpinWait();
                }
                // The subscriber's thread is just looking whether there is more.
                brief.publish("last");
                brief.complete();

                while (!recorder.complete) {
                    Thread.onSpinWait();
                }
                assertThat(recorder.seen).containsExactly("first", "last");
            }
        }

        @Test
        void dropsASubscriberThatThrows() {
            Recorder recorder = new Recorder(10) {
                @Override
                public void onNext(String event) {
                    throw new IllegalStateException("can't");
                }
            };
            events.subscribe(recorder);
            events.publish("event");

            Eventually.holds("dropped", () -> !events.hasObservers());
        }

        @Test
        void stopsWhenCancelled() {
            Recorder recorder = new Recorder(10);
            events.subscribe(recorder);
            recorder.awaitSubscription();
            recorder.subscription().cancel();

            assertThat(events.hasObservers()).isFalse();
        }

        @Test
        void endsWithAnErrorWhenNothingIsAskedFor() {
            Recorder recorder = new Recorder(0);
            events.subscribe(recorder);
            recorder.awaitSubscription();
            recorder.subscription().request(0);

            Eventually.holds("error", () -> recorder.error instanceof IllegalArgumentException);
            assertThat(events.hasObservers()).isFalse();
        }

        @Test
        void endsWithAnErrorWhenTheFilterThrows() {
            Recorder recorder = new Recorder(10);
            events.subscribe(recorder, ObserveOptions.<String>defaults().withFilter(event -> event.charAt(9) == 'x'));
            events.publish("short");

            Eventually.holds("error", () -> recorder.error instanceof StringIndexOutOfBoundsException);
        }
    }

    @Test
    void refusesQueuesWithoutRoom() {
        assertThatThrownBy(() -> ObserveOptions.defaults().withCapacity(0)).hasMessageContaining("capacity=0");
    }

    private static class Recorder implements Flow.Subscriber<String> {
        final List<String> seen = new CopyOnWriteArrayList<>();
        private final List<Flow.Subscription> subscriptions = new CopyOnWriteArrayList<>();
        private final long demand;
        volatile boolean complete;
        volatile Throwable error = new IllegalStateException("none");

        Recorder(long demand) {
            this.demand = demand;
        }

        void awaitSubscription() {
            Eventually.holds("subscribed", () -> !subscriptions.isEmpty());
        }

        Flow.Subscription subscription() {
            return subscriptions.getFirst();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriptions.add(subscription);
            if (demand > 0) {
                subscription.request(demand);
            }
        }

        @Override
        public void onNext(String event) {
            seen.add(event);
        }

        @Override
        public void onError(Throwable thrown) {
            error = thrown;
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }
}
