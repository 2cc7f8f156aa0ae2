package dev.thespis.cli.attack;

import dev.thespis.wire.ServiceId;
import java.io.IOException;

/// Answers calls that were never made.
record UnaskedReplies() implements Attack {
    private static final int COUNT = 20_000;
    private static final byte[] NULL = {(byte) 0xf6};

    @Override
    public String name() {
        return "unasked-replies";
    }

    @Override
    public String what() {
        return "replies and errors for calls that were never made";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var attacker = ground.attacker();
        for (var cid = 1; cid <= COUNT && !ground.isOver(); cid++) {
            attacker.send(Attacker.frame(ServiceId.REPLIES.value(), cid, NULL));
            attacker.send(Attacker.frame(ServiceId.ERRORS.value(), cid, NULL));
        }
        attacker.send(Attacker.frame("Show", 1, "f6"));
        if (attacker.awaitAnswers(1, ground.endNanos()))
            return new Reaction.Ignored("and the call behind %,d of them was answered".formatted(2 * COUNT));
        if (attacker.isClosed()) return new Reaction.CutOff(attacker.sentBytes(), ground.millis(), "");
        return new Reaction.Wrong("the call behind %,d of them is not answered".formatted(2 * COUNT));
    }
}
