package dev.thespis.remote.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A stream that tells when there is something to read, so that no thread need wait for it.
///
/// *Threading.* As [Duplex] says; whoever is told that there is something to read is the one that reads then. What was
/// done before [#whenReadable] happens before the listener is asked.
public interface SelectableDuplex extends Duplex {
    /// Reads what there is, without waiting.
    ///
    /// @param target where to put the bytes; has an accessible array and room
    /// @return how many bytes were read, 0 if there are none now, or -1 if the other end has shut down its output
    /// @throws IOException if the stream has failed, or is closed
    int readNow(ByteBuffer target) throws IOException;

    /// Asks the listener once there is something to read: bytes, the end, or that the stream has failed or is closed.
    /// Not to be called again before that.
    ///
    /// @param listener asked on a thread that many streams share, or on one that closes the stream
    void whenReadable(Listener listener);

    /// Who wants to know that there is something to read. Must neither wait nor take long: who has to, starts a thread.
    @FunctionalInterface
    interface Listener {
        /// There is something to read.
        void readable();

        /// There is something to read, and the thread that says so has little to do: what little there is may be read
        /// right here.
        ///
        /// @return whether that was done, and the listener is to be asked again once there is more; otherwise somebody
        /// else reads
        default boolean readsHere() {
            readable();
            return false;
        }
    }
}
