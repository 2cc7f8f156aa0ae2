package dev.thespis.bench.load;

/// One of the systems that are compared. Has no state; server and client run in processes of their own.
public interface Contender {
    /// How it is called, in lower case.
    ///
    /// @return the name
    String name();

    /// Listens on a free port of loopback, with its cheapest idiomatic handlers for what a [Client] asks.
    ///
    /// @return a server that runs
    /// @throws Exception if it can't listen
    Server serve() throws Exception;

    /// Opens one connection.
    ///
    /// @param port where its server listens
    /// @return a client, which is connected at its first call at the latest
    /// @throws Exception if it can't connect
    Client connect(int port) throws Exception;

    /// Prepares a load, connections included.
    ///
    /// @param workload what to do
    /// @param port where its server listens
    /// @return the load
    /// @throws Exception if it can't connect
    default Load load(Workload workload, int port) throws Exception {
        return ClientLoad.open(this, workload, port);
    }

    /// What listens.
    interface Server extends AutoCloseable {
        /// Where it listens.
        ///
        /// @return the port
        int port();

        @Override
        void close();
    }
}
