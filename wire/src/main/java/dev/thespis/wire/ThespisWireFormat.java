package dev.thespis.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The frames of `thespis_remote`: a header of three numbers, then the payload. All numbers are unsigned, of 64 bits,
/// little-endian.
///
/// ```
///  0        8            16              24
///  | length | service id | connection id | payload …
/// ```
///
/// The length is that of the whole frame, header included; a frame may end after the header. See [FrameReader] and
/// [FrameWriter] for what is done with it.
///
/// *Threading.* Has no state; so have its writers. Its readers have.
public record ThespisWireFormat() implements WireFormat {
    /// How many bytes come before the payload.
    public static final int HEADER_BYTES = 24;

    /// Where the header has the length of the whole frame.
    static final int LENGTH_OFFSET = 0;

    /// Where the header has the service id.
    static final int SERVICE_ID_OFFSET = 8;

    /// Where the header has the connection id.
    static final int CONNECTION_ID_OFFSET = 16;

    /// The fields of the header.
    static final VarHandle FIELDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Thousands of connections with the same limit share a writer.
    private static volatile ThespisFrameWriter lastMade = new ThespisFrameWriter(Long.MAX_VALUE);

    @Override
    public FrameReader reader(FrameLimits limits) {
        return new ThespisFrameReader(limits);
    }

    @Override
    public FrameWriter writer(long maxFrameBytes) {
        if (maxFrameBytes < HEADER_BYTES)
            throw new IllegalArgumentException("maxFrameBytes=" + maxFrameBytes + ", a header alone has 24");
        var made = lastMade;
        if (made.maxFrameBytes() == maxFrameBytes) return made;
        made = new ThespisFrameWriter(maxFrameBytes);
        lastMade = made;
        return made;
    }
}
