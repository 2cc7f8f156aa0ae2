package dev.thespis.cli.attack;

import java.io.IOException;
import java.util.function.LongUnaryOperator;

/// Calls services that are not there, and counts how often it is told so.
final class Guesses {
    private static final int COUNT = 10_000;
    private static final int AT_ONCE = 200;
    private static final byte[] NULL = {(byte) 0xf6};

    private Guesses() {}

    /// @param service the id to try, by number
    static Reaction run(Ground ground, LongUnaryOperator service) throws IOException, InterruptedException {
        var attacker = ground.attacker();
        var done = 0;
        while (done < COUNT && !ground.isOver()) {
            for (var n = 0; n < AT_ONCE; n++, done++)
                attacker.send(Attacker.frame(service.applyAsLong(done), done + 1, NULL));
            if (!attacker.awaitAnswers(done, ground.endNanos()))
                return new Reaction.Wrong("%,d of %,d calls were answered%s"
                        .formatted(attacker.answers(), done, attacker.isClosed() ? ", then it closed" : ""));
        }
        if (attacker.errors() < done)
            return new Reaction.Wrong("%,d of %,d calls got a reply".formatted(done - attacker.errors(), done));
        if (!attacker.lastErrorIs("UnknownService"))
            return new Reaction.Wrong("the calls were refused, but not as UnknownService");
        return new Reaction.Answered(done, "times UnknownService");
    }
}
