package dev.thespis.bench.rsocket;

import dev.thespis.bench.load.Client;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import java.nio.charset.StandardCharsets;

/// How messages are written, as RSocket leaves that to its users: a number of eight bytes, then the text.
final class Payloads {
    private static final int ADD_BYTES = Long.BYTES + Client.TAG.length();

    private Payloads() {}

    record Add(long n, String tag) {}

    static Payload of(Add add) {
        var data = ByteBufAllocator.DEFAULT.buffer(ADD_BYTES).writeLong(add.n());
        ByteBufUtil.writeAscii(data, add.tag());
        return ByteBufPayload.create(data);
    }

    static Payload of(long number) {
        return ByteBufPayload.create(ByteBufAllocator.DEFAULT.buffer(Long.BYTES).writeLong(number));
    }

    static Payload of(byte[] bytes) {
        return ByteBufPayload.create(
                ByteBufAllocator.DEFAULT.buffer(bytes.length).writeBytes(bytes));
    }

    static boolean isAdd(Payload payload) {
        return payload.data().readableBytes() == ADD_BYTES;
    }

    static Add add(Payload payload) {
        var data = payload.data();
        var add = new Add(
                data.readLong(),
                data.readCharSequence(ADD_BYTES - Long.BYTES, StandardCharsets.US_ASCII)
                        .toString());
        payload.release();
        return add;
    }

    static long number(Payload payload) {
        var number = payload.data().readLong();
        payload.release();
        return number;
    }

    static byte[] bytes(Payload payload) {
        var bytes = ByteBufUtil.getBytes(payload.data());
        payload.release();
        return bytes;
    }
}
