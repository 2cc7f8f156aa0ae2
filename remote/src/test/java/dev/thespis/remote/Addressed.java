package dev.thespis.remote;

import dev.thespis.remote.control.Offer;
import dev.thespis.wire.ServiceId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Frames with addresses, for those who write them byte by byte.
final class Addressed {
    static final String CAPABILITY = "cap:00112233445566778899aabbccddeeff";
    static final long ENTER = ServiceId.of("club", "Enter").value();

    private Addressed() {}

    /// The id of a service of a capability.
    static long sid(String namespace, String name) {
        return ServiceId.of(namespace, name).value();
    }

    static Offer offer(String namespace, String... names) {
        return new Offer(Arrays.stream(names)
                .map(name -> new Offer.Item(namespace, name, sid(namespace, name), 0))
                .toList());
    }

    /// `{"name": "x", "guest": <capability>}`, with an address of that namespace.
    static String enter(String namespace) {
        return "a2646e616d656178656775657374" + guest(namespace);
    }

    /// An address of that namespace.
    static String guest(String namespace) {
        return address(namespace, "Guest");
    }

    static String address(String namespace, String protocol) {
        return "d9544a82" + text(namespace) + text(protocol);
    }

    /// The namespace of an address.
    static String namespace(String address) {
        var bytes = HexFormat.of().parseHex(address);
        return new String(bytes, 6, CAPABILITY.length(), StandardCharsets.US_ASCII);
    }

    private static String text(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        var length = bytes.length < 24
                ? HexFormat.of().toHexDigits((byte) (0x60 + bytes.length))
                : "78" + HexFormat.of().toHexDigits((byte) bytes.length);
        return length + HexFormat.of().formatHex(bytes);
    }
}
