package dev.thespis.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// xxHash64 with seed 0, after the "xxHash fast digest algorithm" specification, version 0.1.1, section "XXH64".
final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    /// The first lane starts with the sum of two primes, wrapped around.
    private static final long LANE_1 = 0x60EA27EEADC0B5D6L;

    private static final int STRIPE_BYTES = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash64() {}

    static long hash(byte[] input) {
        int tail = input.length - input.length % STRIPE_BYTES;
        long accumulator = (tail == 0 ? PRIME_5 : stripes(input, tail)) + input.length;
        return avalanche(remainder(accumulator, input, tail));
    }

    /// Steps 1 to 3: four lanes of eight bytes each over all whole stripes, then merged into one.
    private static long stripes(byte[] input, int end) {
        long lane1 = LANE_1;
        long lane2 = PRIME_2;
        long lane3 = 0;
        long lane4 = -PRIME_1;
        for (int at = 0; at < end; at += STRIPE_BYTES) {
            lane1 = round(lane1, (long) LONGS.get(input, at));
            lane2 = round(lane2, (long) LONGS.get(input, at + 8));
            lane3 = round(lane3, (long) LONGS.get(input, at + 16));
            lane4 = round(lane4, (long) LONGS.get(input, at + 24));
        }
        long merged = Long.rotateLeft(lane1, 1)
                + Long.rotateLeft(lane2, 7)
                + Long.rotateLeft(lane3, 12)
                + Long.rotateLeft(lane4, 18);
        merged = merge(merged, lane1);
        merged = merge(merged, lane2);
        merged = merge(merged, lane3);
        return merge(merged, lane4);
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long accumulator, long lane) {
        return (accumulator ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    /// Step 5: the up to 31 bytes after the last whole stripe.
    private static long remainder(long start, byte[] input, int from) {
        long accumulator = start;
        int at = from;
        for (; input.length - at >= 8; at += 8)
            accumulator = Long.rotateLeft(accumulator ^ round(0, (long) LONGS.get(input, at)), 27) * PRIME_1 + PRIME_4;
        if (input.length - at >= 4) {
            long lane = Integer.toUnsignedLong((int) INTS.get(input, at));
            accumulator = Long.rotateLeft(accumulator ^ lane * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < input.length; at++)
            accumulator = Long.rotateLeft(accumulator ^ (input[at] & 0xff) * PRIME_5, 11) * PRIME_1;
        return accumulator;
    }

    /// Step 6: every bit of the input gets its chance at every bit of the result.
    private static long avalanche(long accumulator) {
        long mixed = (accumulator ^ accumulator >>> 33) * PRIME_2;
        mixed = (mixed ^ mixed >>> 29) * PRIME_3;
        return mixed ^ mixed >>> 32;
    }
}
