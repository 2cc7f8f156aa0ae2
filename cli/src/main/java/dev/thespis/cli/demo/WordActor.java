package dev.thespis.cli.demo;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Handles [Words]: the state of one count, touched by one handler at a time.
final class WordActor implements Actor<Words> {
    private final WordCount count = new WordCount();

    @Override
    public Handlers<Words> handlers() {
        return Handlers.of(Words.class)
                .run(Words.Line.class, line -> count.line(line.text()))
                .on(Words.Top.class, top -> count.top(Math.clamp(top.count(), 0, 1000)))
                .on(Words.Totals.class, totals -> count.sum())
                .run(Words.Clear.class, clear -> count.clear());
    }
}
