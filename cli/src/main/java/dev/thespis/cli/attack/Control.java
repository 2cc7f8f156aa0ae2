package dev.thespis.cli.attack;

import dev.thespis.wire.Unsigned;
import java.util.List;

/// The control frames that attackers send, as `docs/protocol.md` has them.
final class Control {
    private Control() {}

    record Hello(
            int protocol,
            byte[] incarnation,
            String software,
            String release,
            @Unsigned long maxFrame,
            int windowMessages,
            @Unsigned long windowBytes,
            List<String> features) {
        static Hello ours() {
            return new Hello(1, new byte[16], "thespis-attack", "", 4 << 20, 256, 1 << 20, List.of());
        }
    }

    record Offer(List<String> services) {}

    record Credit(@Unsigned long sid, long messages, long bytes) {}

    record Cancel(@Unsigned long cid) {}

    record Ping(@Unsigned long nonce) {}
}
