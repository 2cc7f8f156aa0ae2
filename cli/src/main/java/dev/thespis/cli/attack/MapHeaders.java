package dev.thespis.cli.attack;

import java.io.IOException;
import java.util.List;

/// Messages that claim to be larger or deeper than any memory.
record MapHeaders() implements Attack {
    private static final List<String> SERVICES =
            List.of("Echo", "Blob", "BlobVec", "Shape", "Div", "Everything", "Add", "Show");
    private static final int DEEP = 100_000;
    private static final List<String> PAYLOADS = List.of(
            "bb7fffffffffffffff", // a map
            "bbffffffffffffffff",
            "9bffffffffffffffff", // an array
            "7bffffffffffffffff", // a text
            "5bffffffffffffffff", // bytes
            "5a7fffffff",
            "bf", // a map without end
            "9f", // an array without end
            "7f617f", // chunks within chunks
            "a16464617461" + "9a7fffffff", // an array in a map
            "c2" + "5a7fffffff", // a big number
            "81".repeat(DEEP) + "00",
            "a16161".repeat(DEEP) + "00");

    @Override
    public String name() {
        return "map-headers";
    }

    @Override
    public String what() {
        return "messages that claim 2^64-1 entries, or 100,000 levels";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var attacker = ground.attacker();
        var cid = 0;
        for (var service : SERVICES)
            for (var payload : PAYLOADS) {
                attacker.send(Attacker.frame(service, ++cid, payload));
                if (!attacker.awaitAnswers(cid, ground.endNanos()))
                    return new Reaction.Wrong((attacker.isClosed() ? "it closed after " : "no answer to ") + service
                            + " with a message that begins with "
                            + payload.substring(0, Math.min(18, payload.length())));
            }
        if (attacker.errors() < cid)
            return new Reaction.Wrong("it replied to %,d of them".formatted(cid - attacker.errors()));
        return new Reaction.Answered(cid, "times with an error");
    }
}
