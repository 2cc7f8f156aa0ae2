package dev.thespis.cli;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Recognises who is not a Thespis peer: what other protocols begin with is read as the length of a frame, a huge one.
final class Stranger {
    private static final Pattern LENGTH = Pattern.compile("length=(\\d+)");
    private static final String CHECK = "check host and port; is a Thespis server listening there?";

    private Stranger() {}

    /// What to do about a connection that has ended.
    ///
    /// @param reason why it has, as the peer tells it
    static String remedy(String reason) {
        var length = LENGTH.matcher(reason);
        if (!length.find()) return CHECK;
        var beginning = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(new BigInteger(length.group(1)).longValue());
        var text = new String(beginning.array(), StandardCharsets.ISO_8859_1);
        if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) return CHECK;
        return "it speaks another protocol: what it says begins with '" + text + "'; check host and port";
    }
}
