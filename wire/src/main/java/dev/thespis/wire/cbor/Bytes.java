package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Byte strings (RFC 8949, major type 2); an array of numbers from 0 to 255 is accepted instead.
final class Bytes extends Node {
    @Override
    void write(@Nullable Object value, Output out, int levels) {
        write(out, (byte[]) present(value));
    }

    static void write(Output out, byte[] bytes) {
        Heads.write(out, Heads.BYTES, bytes.length);
        out.bytes(bytes, 0, bytes.length);
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        int head = Heads.read(in);
        return Heads.major(head) == Heads.ARRAY ? readNumbers(in, head) : readBytes(in, head);
    }

    static byte[] readBytes(Input in, int head) throws DecodeException {
        if (Heads.major(head) != Heads.BYTES) throw Heads.mismatch(in, "bytes", head);
        int length = Heads.count(in, head);
        return length == Heads.INDEFINITE ? readChunks(in) : in.bytes(length);
    }

    static byte[] readNumbers(Input in, int head) throws DecodeException {
        if (Heads.major(head) != Heads.ARRAY) throw Heads.mismatch(in, "an array of numbers", head);
        int count = Heads.count(in, head);
        var bytes = new ByteArrayOutputStream();
        for (int done = 0; Heads.more(in, count, done); done++) bytes.write(Numbers.readUnsignedByte(in));
        return bytes.toByteArray();
    }

    static byte[] readChunks(Input in) throws DecodeException {
        var bytes = new ByteArrayOutputStream();
        while (Heads.more(in, Heads.INDEFINITE, 0)) {
            int head = in.uint8();
            if (Heads.major(head) != Heads.BYTES || Heads.isIndefinite(head))
                throw Heads.mismatch(in, "a chunk of bytes of definite length", head);
            bytes.writeBytes(in.bytes(Heads.count(in, head)));
        }
        return bytes.toByteArray();
    }
}
