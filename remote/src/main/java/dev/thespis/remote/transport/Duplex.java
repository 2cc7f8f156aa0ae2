package dev.thespis.remote.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.security.Principal;

/// A stream of bytes in each direction, between two ends. A peer runs over one and owns it.
///
/// *Threading.* One thread reads while another one writes; a third may close, which ends a read or write that waits
/// with an [IOException].
///
/// *Guarantees.* Bytes arrive once and in order, or the stream fails.
public interface Duplex extends ByteChannel {
    /// Reads what there is, waiting for at least one byte.
    ///
    /// @param target where to put the bytes; has an accessible array and room
    /// @return how many bytes were read, or -1 if the other end has shut down its output
    @Override
    int read(ByteBuffer target) throws IOException;

    /// Writes all of the bytes, waiting for room as long as it takes.
    ///
    /// @param source the bytes, with an accessible array
    /// @return how many bytes were written
    @Override
    int write(ByteBuffer source) throws IOException;

    /// Tells the other end that nothing more will be written; reading goes on.
    ///
    /// @throws IOException if the stream has failed
    void shutdownOutput() throws IOException;

    /// What the other end is, for people to read.
    ///
    /// @return `127.0.0.1:7000`, for example
    String remote();

    /// Whom the transport has authenticated at the other end.
    ///
    /// @return [Anonymous#PRINCIPAL] if it authenticates nobody
    default Principal principal() {
        return Anonymous.PRINCIPAL;
    }

    /// Whether any thread may write, the one that asks for instance: an interrupt of a thread that writes does not
    /// close
    /// the stream, as long as the write needs not wait, because the other end reads.
    ///
    /// @return how the peer may write
    default Writing writing() {
        return Writing.ONE_THREAD;
    }

    /// Who may write to a stream.
    enum Writing {
        /// One thread of the peer's.
        ONE_THREAD,
        /// Any thread, one at a time: callers may then write by themselves, which spares waking another thread.
        ANY_THREAD
    }
}
