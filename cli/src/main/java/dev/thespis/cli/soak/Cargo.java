package dev.thespis.cli.soak;

import java.util.Random;

/// The bytes that a message carries, which tell whose they are.
final class Cargo {
    private static final int SMALL = 100;
    private static final int MIDDLE = 64 * 1024;
    private static final int BIG = 2 * 1024 * 1024;

    private Cargo() {}

    /// How many bytes the next message is to carry: mostly few, sometimes some, now and then many.
    static int size(Random chance) {
        var lot = chance.nextInt(1_000);
        return chance.nextInt(lot < 900 ? SMALL : lot < 997 ? MIDDLE : BIG);
    }

    static byte[] of(long id, int size) {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++) bytes[i] = at(id, i);
        return bytes;
    }

    static boolean belongsTo(long id, byte[] bytes) {
        for (var i = 0; i < bytes.length; i++) if (bytes[i] != at(id, i)) return false;
        return true;
    }

    private static byte at(long id, int index) {
        return (byte) (id * 31 + (id >>> 32) * 17 + index + (index >>> 8));
    }
}
