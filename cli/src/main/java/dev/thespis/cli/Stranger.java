package dev.thespis.cli;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Recognises who is not a Thespis peer: what other protocols begin with is read as the length of a frame, a huge one.
final class Stranger {
    private static final Pattern LENGTH = Pattern.compile("length=(\\d+)");

    private Stranger() {}

    /// Why a connection has ended.
    ///
    /// @param reason as the peer tells it
    /// @return the same, or what the other side began with, if that is text
    static String described(String reason) {
        var length = LENGTH.matcher(reason);
        if (!length.find()) return reason;
        var beginning = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(new BigInteger(length.group(1)).longValue());
        var text = new String(beginning.array(), StandardCharsets.ISO_8859_1);
        if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) return reason;
        return "it speaks another protocol, what it says begins with '" + text + "'";
    }
}
