package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SelfTest {
    interface Mirror {
        record Look() implements Message<Mirror, Optional<String>> {}

        record LookBeside() implements Message<Mirror, Optional<String>> {}

        record LookElsewhere() implements Message<Mirror, Optional<String>> {}
    }

    private static final class Glass implements Actor<Mirror> {
        private final AtomicReference<Optional<String>> whenStarted;

        Glass(AtomicReference<Optional<String>> whenStarted) {
            this.whenStarted = whenStarted;
        }

        @Override
        public void started() {
            whenStarted.set(Self.name());
        }

        @Override
        public Handlers<Mirror> handlers() {
            return Handlers.of(Mirror.class)
                    .on(Mirror.Look.class, look -> Self.name())
                    .concurrent(Mirror.LookBeside.class, look -> Self.name())
                    .on(Mirror.LookElsewhere.class, look -> {
                        var seen = new CompletableFuture<Optional<String>>();
                        Thread.ofVirtual().start(() -> seen.complete(Self.name()));
                        return seen.get();
                    });
        }
    }

    @Test
    void isTheActorInItsHandlersAndHooksAndNobodyElsewhere() throws Exception {
        var whenStarted = new AtomicReference<Optional<String>>();
        try (var nursery = Nursery.open("mirrors")) {
            var tall = nursery.spawn(Mirror.class, ActorOptions.named("tall"), () -> new Glass(whenStarted));
            assertThat(whenStarted).hasValue(Optional.of("tall"));
            var wide = nursery.spawn(Mirror.class, ActorOptions.named("wide"), () -> new Glass(whenStarted));
            assertThat(tall.call(new Mirror.Look())).contains("tall");
            assertThat(wide.call(new Mirror.Look())).contains("wide");
            assertThat(tall.call(new Mirror.LookBeside())).contains("tall");
            assertThat(tall.call(new Mirror.LookElsewhere())).isEmpty();
            assertThat(nursery.fork("a task", Self::name).get()).isEmpty();
            assertThat(Self.name()).isEmpty();
        }
    }
}
