package dev.thespis.wire;

/// Thrown when bytes are not what they should be. The message says what, at which offset of the payload, and in which
/// component: `Order.lines[3].price: expected an integer, found text at offset 17`.
///
/// It has no stack trace: who sends the bytes decides how often it is thrown, and where in our code a peer's mistake
/// was noticed helps nobody.
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private String path = "";

    /// Makes an exception.
    ///
    /// @param message what is wrong, and where
    public DecodeException(String message) {
        super(message, null, false, false);
        this.reason = message;
    }

    /// Adds a step to the front of the path, on the way out of a nested value.
    ///
    /// @param step `.price` for a component, `[3]` for an element, `Order` for the whole
    /// @return this, to be thrown again
    public DecodeException within(String step) {
        path = Paths.prepend(step, path);
        return this;
    }

    /// What is wrong, and where.
    ///
    /// @return the path, if there is one, and the reason
    @Override
    public String getMessage() {
        return path.isEmpty() ? reason : path + ": " + reason;
    }
}
