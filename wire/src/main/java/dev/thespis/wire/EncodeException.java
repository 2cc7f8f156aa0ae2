package dev.thespis.wire;

/// Thrown when a value has no encoding. The message says which component of which type: `Order.lines[3].price: null`.
public final class EncodeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private String path = "";

    /// Makes an exception.
    ///
    /// @param message what is wrong, and where
    public EncodeException(String message) {
        super(message);
        this.reason = message;
    }

    /// Adds a step to the front of the path, on the way out of a nested value.
    ///
    /// @param step `.price` for a component, `[3]` for an element, `Order` for the whole
    /// @return this, to be thrown again
    public EncodeException within(String step) {
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
