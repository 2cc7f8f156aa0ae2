package dev.thespis.remote;

import java.nio.charset.StandardCharsets;

/// The beginning of a text.
final class Excerpt {
    static final int CHARS = 1_024;

    /// In UTF-8 that is less than the smallest frame that a peer may insist on, 1024 bytes, with room for the rest of
    /// it.
    private static final int SENT_CHARS = 256;

    private Excerpt() {}

    /// Of a text that the other side wrote. Events and failures wait for those who look at them: what they hold must
    /// not be as long as the other side likes.
    static String of(String text) {
        return text.length() <= CHARS ? text : text.substring(0, CHARS) + "… (" + text.length() + " characters)";
    }

    /// Of a text that applications wrote, for a frame of the peer itself. Such a frame must have an encoding and fit
    /// into any frame, since nobody is there to be told if it has not: so half a surrogate pair becomes a question
    /// mark.
    static String sent(String text) {
        var end = Math.min(text.length(), SENT_CHARS);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) end--;
        var begin = end < text.length() ? text.substring(0, end) + "…" : text;
        return new String(begin.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
