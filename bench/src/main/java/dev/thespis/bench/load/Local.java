package dev.thespis.bench.load;

/// Actors in one process.
public interface Local extends LocalSends {
    /// Calls one actor, one call after the other.
    ///
    /// @param count how many
    /// @throws Exception never, if all is well
    void calls(int count) throws Exception;

    /// Spawns actors, then stops them all.
    ///
    /// @param count how many
    /// @throws Exception never, if all is well
    void spawns(int count) throws Exception;

    /// Spawns actors with an empty state and two handlers, to be kept until closed.
    ///
    /// @param count how many
    /// @throws Exception never, if all is well
    void idle(int count) throws Exception;
}
