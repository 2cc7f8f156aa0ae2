package dev.thespis.cli.reference;

/// One thing to be checked.
///
/// @param name a few words
/// @param body does it
record Check(String name, Body body) {
    /// Checks.
    @FunctionalInterface
    interface Body {
        /// Returns normally if all is well.
        ///
        /// @param arena what to check
        /// @throws Exception if something is not as it should be
        void run(Arena arena) throws Exception;
    }

    /// Thrown by a check that sees something else than it should.
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }
    }

    /// Thrown by a check that sees what a peer of the original may do, and ours may not.
    static final class Allowance extends Exception {
        private static final long serialVersionUID = 1L;

        Allowance(String message) {
            super(message);
        }
    }
}
