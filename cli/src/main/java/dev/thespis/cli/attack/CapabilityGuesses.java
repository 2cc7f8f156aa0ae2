package dev.thespis.cli.attack;

import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Calls services of namespaces as those of addresses that were given to others.
record CapabilityGuesses() implements Attack {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String name() {
        return "capability-guesses";
    }

    @Override
    public String what() {
        return "calls services of random namespaces, as addresses in messages have them";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        return Guesses.run(ground, number -> {
            var bits = new byte[16];
            RANDOM.nextBytes(bits);
            return ServiceId.of("cap:" + HexFormat.of().formatHex(bits), "Add").value();
        });
    }
}
