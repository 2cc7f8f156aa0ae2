package dev.thespis.cli.attack;

import java.io.IOException;

/// Begins a frame whose length can't be.
record Lengths() implements Attack {
    private static final long[] LENGTHS = {0, 7, 23, 1L << 31, Long.MIN_VALUE, -1};

    @Override
    public String name() {
        return "lengths";
    }

    @Override
    public String what() {
        return "frames of 0, 7, 23, 2^31, 2^63 and 2^64-1 bytes";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var sent = 0L;
        var told = 0;
        for (var length : LENGTHS) {
            var attacker = ground.attacker();
            attacker.send(Attacker.header(length, 1, 1, 0).array());
            if (!attacker.awaitClosed(ground.endNanos()))
                return new Reaction.Wrong(
                        "it stays open after a length of " + Long.toUnsignedString(length) + ", and reads no more");
            sent += attacker.sentBytes();
            if (attacker.lastErrorIs("DeserializeWireFormat")) told++;
        }
        return new Reaction.CutOff(
                sent, ground.millis(), told + " of " + LENGTHS.length + " were told DeserializeWireFormat");
    }
}
