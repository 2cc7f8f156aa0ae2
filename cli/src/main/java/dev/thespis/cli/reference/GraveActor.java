package dev.thespis.cli.reference;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Would handle [Grave], but is stopped before the first message.
final class GraveActor implements Actor<Grave> {
    @Override
    public Handlers<Grave> handlers() {
        return Handlers.of(Grave.class).run(Grave.Dead.class, dead -> {});
    }
}
