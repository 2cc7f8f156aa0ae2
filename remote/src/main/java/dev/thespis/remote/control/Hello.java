package dev.thespis.remote.control;

import dev.thespis.wire.Unsigned;
import java.util.List;

/// The first frame of each side: who it is, and which limits it has. Under 512 bytes.
///
/// @param protocol version of these control services, 1
/// @param incarnation 16 random bytes: those of a server's process, of a link, or of one connection
/// @param software name of the software, chosen by the application
/// @param release its version
/// @param maxFrame largest frame accepted, in bytes, header included
/// @param windowMessages requests of one service that may be unfinished at once
/// @param windowBytes bytes of requests that may be unfinished at once
/// @param features names of optional features that the sender knows; unknown ones are ignored
public record Hello(
        int protocol,
        byte[] incarnation,
        String software,
        String release,
        @Unsigned long maxFrame,
        int windowMessages,
        @Unsigned long windowBytes,
        List<String> features) {}
