package dev.thespis.bench.load;

/// Actors in one process. Used by one thread; makes what threads it needs by itself.
public interface Local extends AutoCloseable {
    /// How the system is called, in lower case.
    ///
    /// @return the name
    String name();

    /// Sends to one actor and waits until all is handled.
    ///
    /// @param producers how many threads send at once
    /// @param count how many messages in all
    /// @throws Exception never, if all is well
    void sends(int producers, int count) throws Exception;

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

    @Override
    void close();
}
