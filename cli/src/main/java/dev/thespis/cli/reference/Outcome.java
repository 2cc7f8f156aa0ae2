package dev.thespis.cli.reference;

/// What came of one check of the suite.
public sealed interface Outcome {
    /// What was checked.
    ///
    /// @return a few words
    String check();

    /// It is as it should be.
    ///
    /// @param check what was checked
    record Passed(String check) implements Outcome {}

    /// It is not.
    ///
    /// @param check what was checked
    /// @param reason what was expected, and what came
    record Failed(String check, String reason) implements Outcome {}

    /// It differs from what we promise, but the other side, being of the original, does not promise it.
    ///
    /// @param check what was checked
    /// @param detail what was seen
    record Noted(String check, String detail) implements Outcome {}
}
