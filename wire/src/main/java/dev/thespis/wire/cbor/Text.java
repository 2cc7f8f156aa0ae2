package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Text strings (RFC 8949, major type 3): always valid UTF-8, both ways.
final class Text {
    /// Up to here a loop over the characters beats encoding into an array of its own. Under 256, so that the head has
    /// two bytes at most.
    private static final int SHORT_CHARS = 96;

    private static final int EXCERPT_CHARS = 200;

    private Text() {}

    static void writeText(Output out, @Nullable String text) {
        if (text == null) throw Node.missing();
        int length = text.length();
        if (length > SHORT_CHARS || !writeAscii(out, text, length)) writeEncoded(out, text);
    }

    /// Writes a short text of ASCII characters; false, with nothing written, if there are others.
    private static boolean writeAscii(Output out, String text, int length) {
        out.reserve(length + 2);
        byte[] array = out.array();
        int start = out.position();
        int from = start + (length < 24 ? 1 : 2);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character > 0x7f) return false;
            array[from + i] = (byte) character;
        }
        if (length < 24) {
            array[start] = (byte) (Heads.TEXT | length);
        } else {
            array[start] = (byte) (Heads.TEXT | 24);
            array[start + 1] = (byte) length;
        }
        out.position(from + length);
        return true;
    }

    private static void writeEncoded(Output out, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        // The encoder replaces half a surrogate pair by a question mark; only a text that has none comes back the same.
        if (!new String(encoded, StandardCharsets.UTF_8).equals(text))
            throw new EncodeException("text with half a surrogate pair, which UTF-8 can't have");
        Heads.write(out, Heads.TEXT, encoded.length);
        out.bytes(encoded, 0, encoded.length);
    }

    /// Writes a character as a text of its own.
    static void writeChar(Output out, char character) {
        writeText(out, String.valueOf(character));
    }

    /// Reads a text of one character, which must be of the Basic Multilingual Plane, as all of Java's are.
    static char readChar(Input in) throws DecodeException {
        String text = readText(in);
        if (text.length() != 1)
            throw new DecodeException("expected one character of 16 bits, found the text before offset " + in.offset());
        return text.charAt(0);
    }

    /// As much of a text as a message can bear.
    static String excerpt(String text) {
        if (text.length() <= EXCERPT_CHARS) return text;
        // Half a surrogate pair could not be sent on to the peer.
        int end = Character.isHighSurrogate(text.charAt(EXCERPT_CHARS - 1)) ? EXCERPT_CHARS - 1 : EXCERPT_CHARS;
        return text.substring(0, end) + "…";
    }

    /// Encodes a text with its head, to be written many times.
    static byte[] encoded(String text) {
        Output out = new Output(text.length() + 2);
        writeText(out, text);
        return Cbor.written(out);
    }

    static String readText(Input in) throws DecodeException {
        return readText(in, Heads.read(in));
    }

    static String readText(Input in, int head) throws DecodeException {
        if (Heads.major(head) != Heads.TEXT) throw Heads.mismatch(in, "text", head);
        int length = Heads.count(in, head);
        return length == Heads.INDEFINITE ? readChunks(in) : in.utf8(length);
    }

    private static String readChunks(Input in) throws DecodeException {
        var text = new StringBuilder();
        while (Heads.more(in, Heads.INDEFINITE, 0)) {
            int head = in.uint8();
            if (Heads.major(head) != Heads.TEXT || Heads.isIndefinite(head))
                throw Heads.mismatch(in, "a chunk of text of definite length", head);
            text.append(in.utf8(Heads.count(in, head)));
        }
        return text.toString();
    }
}
