package dev.thespis.remote;

/// How many bytes have been accepted to be written, and how many of them the other side has shown that it has read.
///
/// Guarded by the outbox's lock.
final class Headway {
    private long acceptedBytes;
    private long confirmedBytes;
    private long provenBytes;

    /// What is taken to show that the other side reads.
    enum Trust {
        /// An answer to a call, or a pong.
        ANSWERS,
        /// Only a pong.
        PONGS
    }

    void accept(int bytes) {
        acceptedBytes += bytes;
    }

    long acceptedBytes() {
        return acceptedBytes;
    }

    /// The other side has answered what came so far.
    void confirm(long bytes) {
        if (bytes > confirmedBytes && bytes <= acceptedBytes) confirmedBytes = bytes;
    }

    /// The other side has certainly read so far.
    void prove(long bytes) {
        if (bytes > provenBytes && bytes <= acceptedBytes) provenBytes = bytes;
        confirm(bytes);
    }

    /// How much the other side may not have read yet.
    long unreadBytes(Trust trust) {
        return acceptedBytes - (trust == Trust.ANSWERS ? confirmedBytes : provenBytes);
    }
}
