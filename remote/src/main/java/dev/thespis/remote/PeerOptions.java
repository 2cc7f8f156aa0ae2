package dev.thespis.remote;

import dev.thespis.wire.Codecs;
import dev.thespis.wire.cbor.Cbor;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// How a peer is set up.
///
/// @param name for people to read, in events and errors; default `peer`
/// @param software name of the application, told to the other side, at most 64 bytes of UTF-8; default `thespis-java`
/// @param release version of the application, told to the other side, at most 64 bytes of UTF-8
/// @param limits what the connection may cost
/// @param permits how many calls of legacy peers may be handled at once; default 256 for each peer
/// @param arrivedSends what becomes of sends that have arrived when the connection ends; default, they are handled
/// @param codecs how messages become bytes
/// @param incarnation tells the other side whether it has met this one before: 32 hex digits, or empty, the default:
/// for a server's peers that of the process, for a peer that connects a new one each time. A [Link] has one of its
/// own
/// @param tracing what traces the messages; default, nothing does
public record PeerOptions(
        String name,
        String software,
        String release,
        Limits limits,
        Permits permits,
        ArrivedSends arrivedSends,
        Codecs codecs,
        String incarnation,
        Tracing tracing) {
    private static final PeerOptions DEFAULTS = new PeerOptions(
            "peer",
            "thespis-java",
            "0.1.0",
            Limits.defaults(),
            Permits.perPeer(256),
            ArrivedSends.HANDLE,
            Capability.codecs(Cbor.codecs()),
            "",
            Tracing.none());

    /// What becomes of sends that have arrived, and wait for their actors, when the connection ends.
    public enum ArrivedSends {
        /// They are handled, as if the connection were still there.
        HANDLE,
        /// Those whose handlers have not started are dropped, each with an event.
        DROP
    }

    /// Checks the options.
    public PeerOptions {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(permits, "permits");
        Objects.requireNonNull(arrivedSends, "arrivedSends");
        Objects.requireNonNull(codecs, "codecs");
        Objects.requireNonNull(tracing, "tracing");
        if (name.isBlank()) throw new IllegalArgumentException("name is blank");
        atMost64("software", software);
        atMost64("release", release);
        if (!incarnation.isEmpty() && !Incarnations.isOne(incarnation))
            throw new IllegalArgumentException(
                    "incarnation=" + incarnation + ", must be 32 hex digits, in small letters, or empty");
    }

    private static void atMost64(String component, String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length > 64)
            throw new IllegalArgumentException(component + "=" + value + " has over 64 bytes");
    }

    /// The defaults.
    ///
    /// @return as described at each component
    public static PeerOptions defaults() {
        return DEFAULTS;
    }

    /// The same options with another name.
    ///
    /// @param value for people to read
    /// @return new options
    public PeerOptions withName(String value) {
        return new PeerOptions(value, software, release, limits, permits, arrivedSends, codecs, incarnation, tracing);
    }

    /// The same options with another name of the application.
    ///
    /// @param value at most 64 bytes of UTF-8
    /// @return new options
    public PeerOptions withSoftware(String value) {
        return new PeerOptions(name, value, release, limits, permits, arrivedSends, codecs, incarnation, tracing);
    }

    /// The same options with another version of the application.
    ///
    /// @param value at most 64 bytes of UTF-8
    /// @return new options
    public PeerOptions withRelease(String value) {
        return new PeerOptions(name, software, value, limits, permits, arrivedSends, codecs, incarnation, tracing);
    }

    /// The same options with other limits.
    ///
    /// @param value what the connection may cost
    /// @return new options
    public PeerOptions withLimits(Limits value) {
        return new PeerOptions(name, software, release, value, permits, arrivedSends, codecs, incarnation, tracing);
    }

    /// The same options with other permits.
    ///
    /// @param value how many calls of legacy peers may be handled at once
    /// @return new options
    public PeerOptions withPermits(Permits value) {
        return new PeerOptions(name, software, release, limits, value, arrivedSends, codecs, incarnation, tracing);
    }

    /// The same options with another fate of the sends that have arrived when the connection ends.
    ///
    /// @param value what becomes of them
    /// @return new options
    public PeerOptions withArrivedSends(ArrivedSends value) {
        return new PeerOptions(name, software, release, limits, permits, value, codecs, incarnation, tracing);
    }

    /// The same options with other codecs.
    ///
    /// @param value how messages become bytes
    /// @return new options
    public PeerOptions withCodecs(Codecs value) {
        return new PeerOptions(name, software, release, limits, permits, arrivedSends, value, incarnation, tracing);
    }

    /// The same options with another incarnation.
    ///
    /// @param value 32 hex digits, in small letters; not to be guessed, since who knows it can pretend to be this one
    /// @return new options
    public PeerOptions withIncarnation(String value) {
        return new PeerOptions(name, software, release, limits, permits, arrivedSends, codecs, value, tracing);
    }

    /// The same options with a new, random incarnation, which all peers have that are set up with them.
    ///
    /// @return new options
    public PeerOptions withNewIncarnation() {
        return withIncarnation(Incarnations.random());
    }

    /// The same options with something that traces the messages.
    ///
    /// @param value asked for each message that is sent or handled
    /// @return new options
    public PeerOptions withTracing(Tracing value) {
        return new PeerOptions(name, software, release, limits, permits, arrivedSends, codecs, incarnation, value);
    }
}
