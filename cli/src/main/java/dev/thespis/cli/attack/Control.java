package dev.thespis.cli.attack;

import dev.thespis.wire.Codec;
import dev.thespis.wire.Unsigned;
import dev.thespis.wire.cbor.Cbor;
import java.util.List;

/// The control frames that attackers send, as `docs/protocol.md` has them.
final class Control {
    static final Codec<Hello> HELLO = Cbor.codecs().codec(Hello.class);
    static final Codec<Offer> OFFER = Cbor.codecs().codec(Offer.class);
    static final Codec<Credit> CREDIT = Cbor.codecs().codec(Credit.class);
    static final Codec<Cancel> CANCEL = Cbor.codecs().codec(Cancel.class);
    static final Codec<Ping> PING = Cbor.codecs().codec(Ping.class);

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
