package dev.thespis.remote;

/// The beginning of a text that the other side wrote.
///
/// Events and failures wait for those who look at them: what they hold must not be as long as the other side likes.
final class Excerpt {
    static final int CHARS = 1_024;

    private Excerpt() {}

    static String of(String text) {
        return text.length() <= CHARS ? text : text.substring(0, CHARS) + "… (" + text.length() + " characters)";
    }
}
