package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The nodes of types that have no parts. What each is on the wire stands in the documentation of [Cbor].
final class Scalars {
    private static final int UUID_BYTES = 16;
    private static final Map<Class<?>, Node> NODES = new HashMap<>();
    private static final Map<Class<?>, Node> UNSIGNED_NODES = new HashMap<>();

    static {
        integer(byte.class, Byte.class, 8);
        integer(short.class, Short.class, 16);
        integer(int.class, Integer.class, 32);
        integer(long.class, Long.class, 64);
        var booleans = new ScalarNode<>(Boolean.class, Numbers::writeBoolean, Numbers::readBoolean);
        NODES.put(boolean.class, booleans);
        NODES.put(Boolean.class, booleans);
        var characters = new ScalarNode<>(Character.class, Text::writeChar, Text::readChar);
        NODES.put(char.class, characters);
        NODES.put(Character.class, characters);
        var floats = new ScalarNode<>(Float.class, Numbers::writeFloat, Numbers::readFloat);
        NODES.put(float.class, floats);
        NODES.put(Float.class, floats);
        var doubles = new ScalarNode<>(Double.class, Numbers::writeDouble, Numbers::readDouble);
        NODES.put(double.class, doubles);
        NODES.put(Double.class, doubles);
        NODES.put(Void.class, new VoidNode());
        NODES.put(byte[].class, new Bytes());
        put(String.class, Text::writeText, Text::readText);
        put(BigInteger.class, BigNumbers::writeInteger, BigNumbers::readInteger);
        put(BigDecimal.class, BigNumbers::writeDecimal, BigNumbers::readDecimal);
        put(UUID.class, Scalars::writeUuid, Scalars::readUuid);
        text(URI.class, URI::create);
        text(LocalDate.class, LocalDate::parse);
        text(LocalTime.class, LocalTime::parse);
        text(LocalDateTime.class, LocalDateTime::parse);
        text(OffsetDateTime.class, OffsetDateTime::parse);
        text(ZonedDateTime.class, ZonedDateTime::parse);
    }

    private Scalars() {}

    static @Nullable Node of(TypeUse type) {
        return (type.unsigned() ? UNSIGNED_NODES : NODES).get(type.raw());
    }

    private static void integer(Class<?> primitive, Class<?> box, int bits) {
        Node signed = new IntegerNode(bits, false);
        Node unsigned = new IntegerNode(bits, true);
        NODES.put(primitive, signed);
        NODES.put(box, signed);
        UNSIGNED_NODES.put(primitive, unsigned);
        UNSIGNED_NODES.put(box, unsigned);
    }

    private static <T> void put(Class<T> type, ScalarNode.Writer<T> writer, ScalarNode.Reader<T> reader) {
        NODES.put(type, new ScalarNode<>(type, writer, reader));
    }

    private static <T> void text(Class<T> type, Function<String, T> parse) {
        var texts = new ScalarNode<>(String.class, Text::writeText, Text::readText);
        NODES.put(type, new MappedNode<>(type, String.class, texts, Object::toString, parse));
    }

    private static void writeUuid(Output out, UUID value) {
        Heads.write(out, Heads.BYTES, UUID_BYTES);
        out.int64(value.getMostSignificantBits());
        out.int64(value.getLeastSignificantBits());
    }

    /// Reads the 16 bytes, or the text that people know.
    private static UUID readUuid(Input in) throws DecodeException {
        int head = Heads.read(in);
        if (Heads.major(head) == Heads.TEXT) {
            String text = Text.readText(in, head);
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw RecordNode.refused(e, in);
            }
        }
        byte[] bytes = Bytes.readBytes(in, head);
        if (bytes.length != UUID_BYTES)
            throw new DecodeException("a UUID of " + bytes.length + " bytes, before offset " + in.offset());
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /// Nothing: always null.
    private static final class VoidNode extends Node {
        @Override
        void write(@Nullable Object value, Output out, int levels) {
            out.int8(Heads.NULL);
        }

        @Override
        @Nullable
        Object read(Input in, int levels) throws DecodeException {
            if (Heads.takeNull(in)) return null;
            throw Heads.mismatch(in, "null", Heads.read(in));
        }

        @Override
        boolean optional() {
            return true;
        }

        @Override
        @Nullable
        Object absent() {
            return null;
        }
    }
}
