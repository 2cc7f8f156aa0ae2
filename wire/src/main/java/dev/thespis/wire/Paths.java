package dev.thespis.wire;

/// Paths from a whole to one of its parts: `Order.lines[3].price`.
final class Paths {
    private Paths() {}

    /// Puts a step in front. What begins a path of its own, because it comes from a codec inside another, is set off.
    static String prepend(String step, String path) {
        boolean continues = path.isEmpty() || path.startsWith(".") || path.startsWith("[");
        return continues ? step + path : step + ": " + path;
    }
}
