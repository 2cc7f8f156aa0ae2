package dev.thespis.cli.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;

/// Begins TLS handshakes and does not complete them. A server without TLS takes them for frames that make no sense.
record HalfHandshakes() implements Attack {
    private static final int MOST = 100;
    private static final int HELLO_BYTES = 512;

    /// A record of a handshake, with the first bytes of a hello.
    private static final byte[] BEGINNING = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    private static final int[] CUTS = {0, 9, 11, 200, HELLO_BYTES};

    @Override
    public String name() {
        return "half-handshakes";
    }

    @Override
    public String what() {
        return "TLS handshakes that are never completed";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var attackers = new ArrayList<Attacker>();
        var sent = 0L;
        for (var n = 0; n < Math.min(MOST, ground.connections()); n++) {
            var attacker = ground.bareAttacker();
            attackers.add(attacker);
            var bytes = Arrays.copyOf(Arrays.copyOf(BEGINNING, HELLO_BYTES), CUTS[n % CUTS.length]);
            attacker.send(bytes);
            sent += bytes.length;
        }
        for (var attacker : attackers) attacker.awaitClosed(ground.endNanos());
        var open = attackers.stream().filter(attacker -> !attacker.isClosed()).count();
        if (open == 0) return new Reaction.CutOff(sent, ground.millis(), attackers.size() + " connections");
        return new Reaction.Ignored(open + " of " + attackers.size() + " are still open after " + ground.millis()
                + " ms; ours gives a handshake 10 s");
    }
}
