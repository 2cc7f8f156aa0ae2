package dev.thespis.remote;

import java.security.SecureRandom;
import java.util.HexFormat;

/// What tells one client or server from another, and from itself after a restart: 16 random bytes, as hex digits.
///
/// Whoever connects has one for each connection, unless it was given one for several, as a link gives to its peers. So
/// a server never learns by what another server would recognise a client.
final class Incarnations {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    /// That of whatever is exposed in this process.
    private static final String PROCESS = random();

    private Incarnations() {}

    /// A new one.
    static String random() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HEX.formatHex(bytes);
    }

    /// That of a peer.
    static String of(PeerOptions options, Connection.Side side) {
        if (!options.incarnation().isEmpty()) return options.incarnation();
        return switch (side) {
            case CONNECTING -> random();
            case ACCEPTING -> PROCESS;
        };
    }

    static boolean isOne(String text) {
        return text.length() == 2 * BYTES
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    static byte[] bytes(String incarnation) {
        return HEX.parseHex(incarnation);
    }
}
