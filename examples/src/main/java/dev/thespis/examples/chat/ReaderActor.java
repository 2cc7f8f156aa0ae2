package dev.thespis.examples.chat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import java.util.HashMap;
import java.util.Map;

/// Shows what is said in the rooms that were entered, and how much of it was missed.
///
/// @param seen the number of the last line of each room
record ReaderActor(Screen screen, Map<String, Long> seen) implements Actor<Reader> {
    private static final long UNKNOWN = -1;

    ReaderActor(Screen screen) {
        this(screen, new HashMap<>());
    }

    @Override
    public Handlers<Reader> handlers() {
        return Handlers.of(Reader.class)
                .run(Ears.Line.class, this::show)
                .run(Reader.Expect.class, expect -> seen.put(expect.room(), UNKNOWN))
                .run(Reader.Begin.class, begin -> seen.merge(begin.room(), begin.lines(), Math::max))
                .run(Reader.End.class, end -> seen.remove(end.room()));
    }

    private void show(Ears.Line line) {
        var last = seen.get(line.room());
        if (last == null) return;
        var missed = last == UNKNOWN ? 0 : line.number() - last - 1;
        var before = "[" + line.room() + "] ";
        if (missed > 0) screen.print(before, "* " + missed + " lines missed");
        seen.put(line.room(), line.number());
        screen.print(before, said(line.what()));
    }

    private static String said(Ears.What what) {
        return switch (what) {
            case Ears.What.Said said -> said.name() + ": " + said.text();
            case Ears.What.Came came -> "* " + came.name() + " has come";
            case Ears.What.Gone gone -> "* " + gone.name() + " has gone";
        };
    }
}
