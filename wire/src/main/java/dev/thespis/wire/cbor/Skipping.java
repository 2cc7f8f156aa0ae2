package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;

/// Passes over items that nobody asked for; they must be well-formed all the same.
final class Skipping {
    private Skipping() {}

    static void item(Input in, int levels) throws DecodeException {
        int head = Heads.read(in);
        switch (Heads.major(head)) {
            case Heads.UNSIGNED, Heads.NEGATIVE -> Heads.argument(in, head);
            case Heads.BYTES -> bytes(in, head);
            case Heads.TEXT -> Text.readText(in, head);
            case Heads.ARRAY -> items(in, head, 1, Node.descend(levels, in));
            case Heads.MAP -> items(in, head, 2, Node.descend(levels, in));
            default -> simple(in, head);
        }
    }

    private static void bytes(Input in, int head) throws DecodeException {
        int length = Heads.count(in, head);
        if (length == Heads.INDEFINITE) Bytes.readChunks(in);
        else in.skip(length);
    }

    private static void items(Input in, int head, int perEntry, int levels) throws DecodeException {
        int count = Heads.count(in, head);
        for (int done = 0; Heads.more(in, count, done); done++) for (int i = 0; i < perEntry; i++) item(in, levels);
    }

    private static void simple(Input in, int head) throws DecodeException {
        if (head == Heads.BREAK) throw Heads.mismatch(in, "an item", head);
        long argument = Heads.argument(in, head);
        if (head == Heads.SIMPLE_BYTE && argument < 32)
            throw new DecodeException("a simple value in two bytes where one must do, before offset " + in.offset());
    }
}
