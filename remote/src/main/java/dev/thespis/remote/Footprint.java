package dev.thespis.remote;

/// How much memory the other side of one connection can make this side hold at most, however it behaves, in bytes.
///
/// It is computed from [Limits] and nothing else, so it is known before the first connection:
///
/// ```
/// requests  frames that have arrived and whose handlers have not ended
///               max(requestBytes, acceptBytes) + windowBytes + acceptBytes
///               + min(windowBytes, acceptBytes)      half of a buffer that doubles, of those that come in fragments
/// objects   what belongs to each of them, besides its frame: 512 for each of
///               requests + min(windowMessages * services, windowBytes / 24) + 1
/// reading   2 * acceptBytes                          a frame that has not come as a whole, in a buffer that doubles
///               + 2 * (windowBytes + acceptBytes)    replies that come in fragments
/// writing   2 * (replyBytes + queueBytes + 2 * sendFrameBytes + 1 MiB)
///                                                    what the other side does not read, in a buffer that doubles
/// idle      16 KiB                                   the connection itself
/// ```
///
/// Not in it are: what a message takes as an object beyond its frame, for which [#totalBytes(double)] has a factor;
/// what our own calls and sends to the other side hold; the names of services that it offers, at most 8 Mi characters,
/// and of capabilities, at most 16 Mi, of peers that send them, and what belongs to 65,536 services of each kind;
/// events that an observer of ours does not take; buffers
/// of the system's sockets; and garbage, for which a heap needs room besides.
///
/// *Guarantees.* An upper bound, but for what belongs to each request and to the connection itself, where allowances
/// stand for what was measured. Usual peers hold a small part of it: one that keeps to its credit, and reads what it
/// asks for, holds `windowBytes` of requests and little else; an idle one holds a few kilobytes.
///
/// @param requestBytes frames of requests
/// @param objectBytes what belongs to each request
/// @param readingBytes frames that have not come as a whole
/// @param writingBytes frames that wait to be written
/// @param idleBytes of a connection on which nothing happens
public record Footprint(long requestBytes, long objectBytes, long readingBytes, long writingBytes, long idleBytes) {
    private static final long REQUEST_OBJECTS = 512;
    private static final long SMALLEST_FRAME = 24;
    private static final long IDLE = 16 << 10;
    private static final long SPARE = 1 << 20;

    static Footprint of(Limits limits, int services) {
        if (services < 1 || services > Offers.MAX_SERVICES)
            throw new IllegalArgumentException("services=" + services + ", must be from 1 to " + Offers.MAX_SERVICES);
        var accept = limits.frames().acceptBytes();
        var window = limits.windowBytes();
        var unfinished =
                limits.requests() + Math.min((long) limits.windowMessages() * services, window / SMALLEST_FRAME) + 1;
        return new Footprint(
                Math.max(limits.requestBytes(), accept) + window + accept + Math.min(window, accept),
                REQUEST_OBJECTS * unfinished,
                2 * accept + 2 * (window + accept),
                2 * (limits.replyBytes() + limits.queueBytes() + 2 * limits.sendFrameBytes() + SPARE),
                IDLE);
    }

    /// All together, if messages take no more memory than their frames.
    ///
    /// @return bytes
    public long totalBytes() {
        return totalBytes(1);
    }

    /// All together, with a factor for messages that take more memory than their frames. A message is decoded when it
    /// arrives: text and bytes take about as much as they take in the frame, but a list of small numbers may take
    /// twenty times as much, and one of empty records or texts up to fifty times.
    ///
    /// @param expansion bytes of an object for each byte of its frame, from 1 to 100
    /// @return bytes
    /// @throws IllegalArgumentException if the factor is out of its range
    public long totalBytes(double expansion) {
        if (!(expansion >= 1 && expansion <= 100))
            throw new IllegalArgumentException("expansion=" + expansion + ", must be from 1 to 100");
        return (long) Math.ceil(requestBytes * expansion) + objectBytes + readingBytes + writingBytes + idleBytes;
    }
}
