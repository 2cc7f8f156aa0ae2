package dev.thespis.remote;

import dev.thespis.actor.internal.Envelope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a message belongs in a distributed trace, as the W3C recommendation *Trace Context* writes it.
///
/// ```
///  00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
///  ↑  ↑                                ↑                ↑
///  version, always 00                  span id          flags: 01 if sampled
///     trace id
/// ```
///
/// @param traceparent trace, span and flags: 55 characters as above, hex digits in lower case, neither id all zeros
/// @param tracestate what else tracing systems want to travel along: at most 512 characters of printable ASCII; empty
/// if there is nothing
public record TraceContext(String traceparent, String tracestate) {
    private static final int LENGTH = 55;
    private static final int STATE_LENGTH = 512;

    /// Checks both texts.
    ///
    /// @throws IllegalArgumentException if one of them is not as described
    public TraceContext {
        if (traceparent.length() != LENGTH || !traceparent.startsWith("00-") || !isSound(traceparent))
            throw new IllegalArgumentException(
                    "traceparent=" + Excerpt.of(traceparent)
                            + ", must be 00, a trace id of 32, a span id of 16 and flags of 2 hex digits, with hyphens between");
        if (!isSoundState(tracestate))
            throw new IllegalArgumentException("tracestate has " + tracestate.length() + " characters, must be at most "
                    + STATE_LENGTH + " of printable ASCII");
    }

    /// A context without further state.
    ///
    /// @param traceparent as of the record
    /// @return the context
    /// @throws IllegalArgumentException if it is not as described
    public static TraceContext of(String traceparent) {
        return new TraceContext(traceparent, "");
    }

    /// That of the message which this thread's handler handles.
    ///
    /// @return empty if its sender has sent none, if it came from this process, or if none is being handled
    public static Optional<TraceContext> current() {
        return Envelope.current() instanceof InboundRequest request
                ? Optional.ofNullable(request.trace())
                : Optional.empty();
    }

    /// That which the metadata of a message have. One that makes no sense is none, as the recommendation says: it must
    /// not keep a message from being handled. One of a later version is read as far as this version goes.
    static @Nullable TraceContext read(String traceparent, String tracestate) {
        if (traceparent.length() < LENGTH || !isSound(traceparent)) return null;
        var isOfThisVersion = traceparent.startsWith("00");
        if (traceparent.length() > LENGTH && (isOfThisVersion || traceparent.charAt(LENGTH) != '-')) return null;
        return new TraceContext(
                isOfThisVersion ? traceparent : "00" + traceparent.substring(2, LENGTH),
                isSoundState(tracestate) ? tracestate : "");
    }

    private static boolean isSound(String parent) {
        return isHex(parent, 0, 2)
                && !parent.startsWith("ff")
                && isId(parent, 3, 35)
                && isId(parent, 36, 52)
                && isHex(parent, 53, LENGTH)
                && parent.charAt(2) == '-'
                && parent.charAt(35) == '-'
                && parent.charAt(52) == '-';
    }

    private static boolean isId(String text, int from, int to) {
        if (!isHex(text, from, to)) return false;
        for (var at = from; at < to; at++) if (text.charAt(at) != '0') return true;
        return false;
    }

    private static boolean isHex(String text, int from, int to) {
        for (var at = from; at < to; at++) {
            var c = text.charAt(at);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
        }
        return true;
    }

    private static boolean isSoundState(String state) {
        return state.length() <= STATE_LENGTH && state.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /// The trace that the message belongs to.
    ///
    /// @return 32 hex digits
    public String traceId() {
        return traceparent.substring(3, 35);
    }

    /// The span that the message was sent in.
    ///
    /// @return 16 hex digits
    public String spanId() {
        return traceparent.substring(36, 52);
    }

    /// The flags.
    ///
    /// @return 2 hex digits
    public String flags() {
        return traceparent.substring(53);
    }

    /// Whether the sender may have recorded the trace.
    ///
    /// @return as the lowest bit of the flags says
    public boolean isSampled() {
        return (Character.digit(traceparent.charAt(54), 16) & 1) != 0;
    }
}
