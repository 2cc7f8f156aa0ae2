package dev.thespis.wire.cbor;

/// How [Cbor] is to behave.
///
/// @param maxDepth how many levels of nesting a payload may have, from 1 to 512; 64 by default. Each record, variant,
///         list and map is one. It bounds the stack that a payload can make us use.
public record CborOptions(int maxDepth) {
    private static final int DEFAULT_MAX_DEPTH = 64;
    private static final int LARGEST_MAX_DEPTH = 512;

    /// Checks the options.
    public CborOptions {
        if (maxDepth < 1 || maxDepth > LARGEST_MAX_DEPTH)
            throw new IllegalArgumentException("maxDepth=" + maxDepth + ", must be from 1 to " + LARGEST_MAX_DEPTH);
    }

    /// What holds when nothing else is said.
    ///
    /// @return the defaults
    public static CborOptions defaults() {
        return new CborOptions(DEFAULT_MAX_DEPTH);
    }

    /// Changes the depth.
    ///
    /// @param levels how many levels of nesting a payload may have, from 1 to 512
    /// @return the changed options
    public CborOptions withMaxDepth(int levels) {
        return new CborOptions(levels);
    }
}
