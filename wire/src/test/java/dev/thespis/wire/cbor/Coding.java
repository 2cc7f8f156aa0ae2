package dev.thespis.wire.cbor;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HexFormat;

/// Encodes and decodes in one step, for tests.
final class Coding {
    private Coding() {}

    /// Captures a type with its arguments: `new Of<List<String>>() {}`.
    abstract static class Of<T> {
        final Type type() {
            return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
        }

        @SuppressWarnings("unchecked")
        final Codec<T> codec() {
            return (Codec<T>) Cbor.codecs().codec(type());
        }
    }

    static <T> byte[] bytes(Codec<T> codec, T value) {
        var out = new Output(1);
        codec.write(value, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    static <T> String hex(Codec<T> codec, T value) {
        return HexFormat.of().formatHex(bytes(codec, value));
    }

    @SuppressWarnings("unchecked")
    static <T> String hex(T value) {
        return hex(Cbor.codecs().codec((Class<T>) value.getClass()), value);
    }

    static <T> T decode(Codec<T> codec, byte[] bytes) throws DecodeException {
        return Cbor.decode(codec, new Input(bytes, 0, bytes.length));
    }

    static <T> T decode(Codec<T> codec, String hex) throws DecodeException {
        return decode(codec, HexFormat.of().parseHex(hex));
    }

    static <T> T decode(Class<T> type, String hex) throws DecodeException {
        return decode(Cbor.codecs().codec(type), hex);
    }
}
