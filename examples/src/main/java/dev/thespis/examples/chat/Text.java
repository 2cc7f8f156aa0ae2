package dev.thespis.examples.chat;

import java.util.regex.Pattern;

/// What names and texts may be. Server and clients look at all that comes from the other side, and trust none of it.
final class Text {
    static final int MOST = 500;
    static final String NOT_A_LINE = "a line has 1 to " + MOST + " characters";

    /// The longest line, if each character is a surrogate pair, and who says it.
    private static final int MOST_SHOWN = 2 * MOST + 30;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,19}");
    private static final int JOINER = 0x200D; // between the parts of one emoji

    private Text() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Why a name can't be used. Only plain lower-case letters are allowed: no two names look the same.
    static String notAName(String name) {
        return "\"" + shown(name) + "\" is no name: 1 to 20 of a-z, 0-9, _ and -, a letter first";
    }

    static boolean isLine(String text) {
        return text.codePointCount(0, text.length()) <= MOST
                && !text.codePoints().allMatch(Text::isSpace);
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /// The text as it may be written to a terminal: what would move the cursor or turn the direction becomes a `?`.
    static String shown(String text) {
        var all = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
        var shown = new StringBuilder();
        all.codePoints().map(c -> isHarmless(c) ? c : '?').forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            case Character.FORMAT -> c == JOINER;
            default -> true;
        };
    }
}
