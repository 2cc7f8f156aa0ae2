package dev.thespis.wire.cbor;

import dev.thespis.wire.Name;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import dev.thespis.wire.Unsigned;
import dev.thespis.wire.reference.ConnectionError;
import dev.thespis.wire.reference.Everything;
import dev.thespis.wire.reference.Inner;
import dev.thespis.wire.reference.Remotes;
import dev.thespis.wire.reference.Result;
import dev.thespis.wire.reference.Shape;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Rust types of the golden data that have a counterpart in Java.
final class RustTypes {
    static final Map<String, Type> TYPES = new HashMap<>();

    static {
        TYPES.put("u8", U8.class);
        TYPES.put("u16", U16.class);
        TYPES.put("u32", U32.class);
        TYPES.put("u64", U64.class);
        TYPES.put("u128", BigInteger.class);
        TYPES.put("i8", byte.class);
        TYPES.put("i16", short.class);
        TYPES.put("i32", int.class);
        TYPES.put("i64", long.class);
        TYPES.put("i128", BigInteger.class);
        TYPES.put("f32", float.class);
        TYPES.put("f64", double.class);
        TYPES.put("bool", boolean.class);
        TYPES.put("()", Void.class);
        TYPES.put("char", char.class);
        TYPES.put("&str", String.class);
        TYPES.put("String", String.class);
        TYPES.put("serde_bytes::ByteBuf", byte[].class);
        TYPES.put("std::time::Duration", Duration.class);
        TYPES.put("Vec<u8>", VecU8.class);
        TYPES.put("[u8;3]", Three.class);
        TYPES.put("(u8,)", One.class);
        TYPES.put("(u8,String)", U8AndText.class);
        TYPES.put("(u8, String)", U8AndText.class);
        TYPES.put("Echo", Remotes.Echo.class);
        TYPES.put("Show", Remotes.Show.class);
        TYPES.put("Blob", Remotes.Blob.class);
        TYPES.put("BlobVec", Remotes.BlobVec.class);
        TYPES.put("Everything", Everything.class);
        TYPES.put("Pair", Everything.Pair.class);
        TYPES.put("NewType", Everything.NewType.class);
        TYPES.put("UnitStruct", Everything.UnitStruct.class);
        TYPES.put("Empty", Empty.class);
        TYPES.put("Inner", Inner.class);
        TYPES.put("Shape", Shape.class);
        TYPES.put("Skip", Skip.class);
        TYPES.put("Renamed", Renamed.class);
        TYPES.put("Tree", Tree.class);
        TYPES.put("ServiceID", ConnectionError.ServiceId.class);
        TYPES.put("ConnID", ConnectionError.ConnId.class);
        TYPES.put("ConnectionError", ConnectionError.class);
        TYPES.put("Option<u8>", new Coding.Of<Optional<U8>>() {}.type());
        TYPES.put("Option<Option<u8>>", new Coding.Of<Optional<Optional<U8>>>() {}.type());
        TYPES.put("Option<()>", new Coding.Of<Optional<Void>>() {}.type());
        TYPES.put("Option<String>", new Coding.Of<Optional<String>>() {}.type());
        TYPES.put("Option<Shape>", new Coding.Of<Optional<Shape>>() {}.type());
        TYPES.put("Option<serde_bytes::ByteBuf>", new Coding.Of<Optional<byte[]>>() {}.type());
        TYPES.put("Vec<String>", new Coding.Of<List<String>>() {}.type());
        TYPES.put("Vec<Shape>", new Coding.Of<List<Shape>>() {}.type());
        TYPES.put("Vec<Option<u8>>", new Coding.Of<List<Optional<U8>>>() {}.type());
        TYPES.put("BTreeMap<String,u8>", new Coding.Of<Map<String, U8>>() {}.type());
        TYPES.put("BTreeMap<String, u8>", new Coding.Of<Map<String, U8>>() {}.type());
        TYPES.put("BTreeMap<u32, String>", new Coding.Of<Map<U32, String>>() {}.type());
        TYPES.put("BTreeMap<i64,bool>", new Coding.Of<Map<Long, Boolean>>() {}.type());
        TYPES.put("BTreeMap<(u8,u8),u8>", new Coding.Of<Map<Two, U8>>() {}.type());
        TYPES.put("Result<i64,String>", new Coding.Of<Result<Long, String>>() {}.type());
        TYPES.put("Result<i64, String>", new Coding.Of<Result<Long, String>>() {}.type());
        TYPES.put("Result<(),()>", new Coding.Of<Result<Void, Void>>() {}.type());
    }

    private RustTypes() {}

    @Transparent
    record U8(@Unsigned byte value) {
        @Override
        public String toString() {
            return Integer.toString(Byte.toUnsignedInt(value));
        }
    }

    @Transparent
    record U16(@Unsigned short value) {}

    @Transparent
    record U32(@Unsigned int value) implements Comparable<U32> {
        @Override
        public int compareTo(U32 other) {
            return Integer.compareUnsigned(value, other.value);
        }

        @Override
        public String toString() {
            return Integer.toUnsignedString(value);
        }
    }

    @Transparent
    record U64(@Unsigned long value) {
        @Override
        public String toString() {
            return Long.toUnsignedString(value);
        }
    }

    @Transparent
    @SuppressWarnings("ArrayRecordComponent")
    record VecU8(@Unsigned byte[] numbers) {
        @Override
        public String toString() {
            return Arrays.toString(numbers);
        }
    }

    @Tuple
    record One(@Unsigned byte first) {}

    @Tuple
    record Two(@Unsigned byte first, @Unsigned byte second) implements Comparable<Two> {
        @Override
        public int compareTo(Two other) {
            int byFirst = Byte.compareUnsigned(first, other.first);
            return byFirst != 0 ? byFirst : Byte.compareUnsigned(second, other.second);
        }
    }

    @Tuple
    record Three(
            @Unsigned byte first,
            @Unsigned byte second,
            @Unsigned byte third) {
        @Override
        public String toString() {
            return List.of(first, second, third).toString();
        }
    }

    @Tuple
    record U8AndText(@Unsigned byte first, String second) {
        @Override
        public String toString() {
            return "(" + first + ", \"" + second + "\")";
        }
    }

    record Empty() {}

    record Skip(@Unsigned byte a, Optional<@Unsigned Byte> b) {}

    record Renamed(@Name("theName") long a) {}

    @Transparent
    record Tree(List<Tree> children) {}
}
