package dev.thespis.cli.reference;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Handles [Bomb]. It is spawned to be stopped by its first failure; by default an actor would go on.
final class BombActor implements Actor<Bomb> {
    @Override
    public Handlers<Bomb> handlers() {
        return Handlers.of(Bomb.class)
                .run(Bomb.Boom.class, boom -> {
                    throw new IllegalStateException("boom");
                })
                .on(Bomb.Ping.class, ping -> 1L);
    }
}
