package dev.thespis.remote;

import dev.thespis.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/// Something that is exposed under one service id: what becomes of the requests for it.
interface Service {
    long sid();

    /// What the other side is told about it; null if it is not to be told.
    @Nullable
    OfferedService offer();

    /// What it is called in events and errors.
    String name();

    /// Takes a request out of the reader's hands. Called by the reader thread; must not block.
    ///
    /// @return what will deal with it
    /// @throws DecodeException if its payload is not what this service takes
    Inbound accept(Arrival arrival) throws DecodeException;
}
