package dev.thespis.cli.reference;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Handles [Sleeper]. Sleeping parks a virtual thread and no more; it ends early when its caller is gone.
final class SleeperActor implements Actor<Sleeper> {
    @Override
    public Handlers<Sleeper> handlers() {
        return Handlers.of(Sleeper.class).on(Sleeper.Sleep.class, sleep -> {
            Thread.sleep(sleep.millis() < 0 ? Long.MAX_VALUE : sleep.millis());
            return sleep.millis();
        });
    }
}
