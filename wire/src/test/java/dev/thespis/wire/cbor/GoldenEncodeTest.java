package dev.thespis.wire.cbor;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Golden;
import dev.thespis.wire.reference.ConnectionError;
import dev.thespis.wire.reference.ConnectionError.ConnId;
import dev.thespis.wire.reference.ConnectionError.ServiceId;
import dev.thespis.wire.reference.ConnectionError.UniqueId;
import dev.thespis.wire.reference.Everything;
import dev.thespis.wire.reference.Inner;
import dev.thespis.wire.reference.Result;
import dev.thespis.wire.reference.Samples;
import dev.thespis.wire.reference.Shape;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// What serde writes, we write, byte for byte.
class GoldenEncodeTest {
    /// Values that have no counterpart, and why.
    private static final Map<String, String> NO_COUNTERPART = Map.ofEntries(
            entry("i128 -18446744073709551617i128", "a BigInteger has no such limit: it is a bignum then"),
            entry("Empty Empty{}", "a record without components is always null here, as UnitStruct is"),
            entry(
                    "Flat Flat{ a: 1, rest: [(\"b\".to_string(),2)].into_iter().collect() }",
                    "serde's attribute `flatten`"),
            entry("Skip Skip{ a: 1, b: None }", "serde's attribute `skip_serializing_if`: None is null here"),
            entry("Internally Internally::A{ x: 1 }", "serde's attribute `tag`"),
            entry("Adjacent Adjacent::A(1)", "serde's attributes `tag` and `content`"),
            entry("Adjacent Adjacent::B", "the same"),
            entry("Untagged Untagged::S(\"s\".into())", "serde's attribute `untagged`"),
            entry("Unsized Unsized", "a sequence of unknown length: lengths are always written here"),
            entry("serde_cbor::Value serde_cbor::Value::Integer(-18446744073709551616i128)", "a value without a type"));

    private static final Map<String, @Nullable Object> VALUES = new HashMap<>();

    static {
        integers();
        floats();
        texts();
        collections();
        composites();
    }

    private static void integers() {
        VALUES.put("u8 0", new RustTypes.U8((byte) 0));
        VALUES.put("u8 23", new RustTypes.U8((byte) 23));
        VALUES.put("u8 24", new RustTypes.U8((byte) 24));
        VALUES.put("u16 256", new RustTypes.U16((short) 256));
        VALUES.put("u16 65535", new RustTypes.U16((short) 65535));
        VALUES.put("u32 u32::MAX", new RustTypes.U32(-1));
        VALUES.put("u64 4294967296", new RustTypes.U64(4294967296L));
        VALUES.put("u128 5", BigInteger.valueOf(5));
        VALUES.put("u128 u64::MAX as u128", new BigInteger("18446744073709551615"));
        VALUES.put("i8 -1", (byte) -1);
        VALUES.put("i8 -24", (byte) -24);
        VALUES.put("i8 -128", (byte) -128);
        VALUES.put("i16 -256", (short) -256);
        VALUES.put("i32 -65536", -65536);
        VALUES.put("i32 -65537", -65537);
        VALUES.put("i64 -4294967296", -4294967296L);
        VALUES.put("i64 -4294967297", -4294967297L);
        VALUES.put("i64 i64::MAX", Long.MAX_VALUE);
        VALUES.put("i64 10", 10L);
        VALUES.put("i64 1000", 1000L);
        VALUES.put("i64 1000000", 1000000L);
        VALUES.put("i128 -18446744073709551616i128", new BigInteger("-18446744073709551616"));
        VALUES.put("bool false", false);
        VALUES.put("() ()", null);
    }

    private static void floats() {
        for (String number : List.of(
                "0.0",
                "1.0",
                "1.1",
                "65504.0",
                "65505.0",
                "65536.0",
                "100000.0",
                "3.4028235677973366e+38",
                "1.0e+300",
                "2.980232238769531e-8",
                "5.9604644775390625e-9",
                "0.000060975551605224609375",
                "6.103515625e-5",
                "-4.1",
                "0.1",
                "0.333251953125",
                "0.3333333333333333",
                "16777217.0",
                "2048.0",
                "1.401298464324817e-45",
                "7.006492321624085e-46",
                "5e-324")) VALUES.put("f64 " + number, Double.valueOf(number));
        VALUES.put("f64 f64::MAX", Double.MAX_VALUE);
        VALUES.put("f64 f64::INFINITY", Double.POSITIVE_INFINITY);
        VALUES.put("f64 f64::NEG_INFINITY", Double.NEGATIVE_INFINITY);
        VALUES.put("f64 -f64::NAN", Double.longBitsToDouble(0xfff8000000000000L));
        VALUES.put("f64 std::f64::consts::PI", Math.PI);
        for (String number :
                List.of("-0.0", "1.0", "1.5", "65504.0", "100000.0", "3.4028234663852886e+38", "1e-45", "5.9604645e-8"))
            VALUES.put("f32 " + number, Float.valueOf(number));
        VALUES.put("f32 f32::NEG_INFINITY", Float.NEGATIVE_INFINITY);
        VALUES.put("f32 f32::NAN", Float.NaN);
    }

    private static void texts() {
        VALUES.put("char 'ß'", 'ß');
        VALUES.put("char '€'", '€');
        VALUES.put("char '\\0'", '\0');
        VALUES.put("&str \"\"", "");
        VALUES.put("&str \"IETF\"", "IETF");
        VALUES.put("&str \"\\\"\\\\\"", "\"\\");
        VALUES.put("&str \"水\"", "水");
        VALUES.put("&str \"\ud800\udd51\"", "\ud800\udd51");
        VALUES.put("String \"x\".repeat(24)", "x".repeat(24));
        VALUES.put("String \"x\".repeat(255)", "x".repeat(255));
        VALUES.put("String \"x\".repeat(65536)", "x".repeat(65536));
        VALUES.put("serde_bytes::ByteBuf serde_bytes::ByteBuf::from(vec![])", new byte[0]);
        VALUES.put("serde_bytes::ByteBuf serde_bytes::ByteBuf::from(vec![1,2,3,4])", new byte[] {1, 2, 3, 4});
    }

    private static void collections() {
        VALUES.put("Option<u8> Some(5)", Optional.of(new RustTypes.U8((byte) 5)));
        VALUES.put("Option<Option<u8>> Some(None)", Optional.of(Optional.empty()));
        VALUES.put("Option<()> Some(())", Optional.empty());
        VALUES.put("Option<String> Some(\"x\".into())", Optional.of("x"));
        VALUES.put(
                "Option<serde_bytes::ByteBuf> Some(serde_bytes::ByteBuf::from(vec![1]))", Optional.of(new byte[] {1}));
        VALUES.put("Vec<u8> vec![1,2,3]", new RustTypes.VecU8(new byte[] {1, 2, 3}));
        VALUES.put("Vec<u8> vec![0;24]", new RustTypes.VecU8(new byte[24]));
        VALUES.put("Vec<String> vec![\"a\".into(),\"b\".into()]", List.of("a", "b"));
        VALUES.put("Vec<Option<u8>> vec![None,Some(1)]", List.of(Optional.empty(), Optional.of(new RustTypes.U8((byte)
                1))));
        VALUES.put("[u8;3] [1,2,200]", new RustTypes.Three((byte) 1, (byte) 2, (byte) 200));
        VALUES.put("(u8,) (1,)", new RustTypes.One((byte) 1));
        VALUES.put("(u8,String) (1,\"a\".into())", new RustTypes.U8AndText((byte) 1, "a"));
        VALUES.put("BTreeMap<String,u8> BTreeMap::new()", Map.of());
        VALUES.put(
                "BTreeMap<String,u8> [(\"b\".to_string(),2),(\"a\".to_string(),1),(\"aa\".to_string(),3)]"
                        + ".into_iter().collect()",
                new TreeMap<>(Map.of(
                        "b", new RustTypes.U8((byte) 2), "a", new RustTypes.U8((byte) 1), "aa", new RustTypes.U8((byte)
                                3))));
        VALUES.put(
                "BTreeMap<i64,bool> [(-1,true),(0,false)].into_iter().collect()",
                new TreeMap<>(Map.of(-1L, true, 0L, false)));
        VALUES.put(
                "BTreeMap<(u8,u8),u8> [((1,2),3)].into_iter().collect()",
                Map.of(new RustTypes.Two((byte) 1, (byte) 2), new RustTypes.U8((byte) 3)));
    }

    private static void composites() {
        VALUES.put("UnitStruct UnitStruct", new Everything.UnitStruct());
        VALUES.put("Pair Pair(3,\"three\".into())", new Everything.Pair((byte) 3, "three"));
        VALUES.put("Shape Shape::Unit", new Shape.Unit());
        VALUES.put("Shape Shape::Tuple(9,\"nine\".into())", new Shape.Tuple((byte) 9, "nine"));
        VALUES.put("Shape Shape::Struct{w:1.5,h:-0.1}", new Shape.Struct(1.5, -0.1));
        VALUES.put("Shape Shape::Opt(Some(1))", new Shape.Opt(Optional.of((byte) 1)));
        VALUES.put("Shape Shape::Nested(Inner{id:1,label:\"n\".into()})", new Shape.Nested(new Inner(1, "n")));
        VALUES.put("Option<Shape> Some(Shape::Unit)", Optional.of(new Shape.Unit()));
        VALUES.put("Option<Shape> None", Optional.empty());
        VALUES.put("Result<i64,String> Err(\"bad\".into())", new Result.Err<Long, String>("bad"));
        VALUES.put("Result<(),()> Ok(())", new Result.Ok<@Nullable Void, @Nullable Void>(null));
        VALUES.put("Renamed Renamed{ a: 1 }", new RustTypes.Renamed(1));
        VALUES.put("std::time::Duration Duration::new(1,5)", Duration.ofSeconds(1, 5));
        VALUES.put("Everything Everything::sample()", Samples.everything());
        ServiceId five = new ServiceId(new UniqueId(5));
        VALUES.put("ServiceID ServiceID::from(5)", five);
        VALUES.put("ConnID ConnID::from(u64::MAX)", new ConnId(new UniqueId(-1)));
        VALUES.put(
                "ConnectionError ConnectionError::Timeout{ sid: ServiceID::from(5) }",
                new ConnectionError.Timeout(five));
    }

    @TestFactory
    Stream<DynamicTest> encodesAsTheOriginal() {
        return Golden.section("cbor_encode").stream()
                .filter(golden -> !NO_COUNTERPART.containsKey(name(golden)))
                .map(golden -> DynamicTest.dynamicTest(name(golden), () -> check(golden)));
    }

    private static String name(JsonNode golden) {
        return golden.get("type").asString() + " " + golden.get("value").asString();
    }

    @SuppressWarnings("unchecked")
    private static void check(JsonNode golden) throws DecodeException {
        assertThat(VALUES).containsKey(name(golden));
        var codec = (Codec<@Nullable Object>)
                Cbor.codecs().codec(RustTypes.TYPES.get(golden.get("type").asString()));
        byte[] bytes = Golden.bytes(golden, "hex");

        assertThat(Coding.bytes(codec, VALUES.get(name(golden)))).isEqualTo(bytes);
        assertThat(Coding.bytes(codec, Coding.decode(codec, bytes))).isEqualTo(bytes);
    }
}
