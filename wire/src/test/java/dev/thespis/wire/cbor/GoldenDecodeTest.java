package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Golden;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// What serde reads, we read, and to the same value; what it refuses, we refuse.
class GoldenDecodeTest {
    /// Types that have no counterpart, and why.
    private static final Map<String, String> NO_COUNTERPART = Map.of(
            "Tree(Vec<Tree>)", "serde_cbor's own limit of 127 levels: here it is an option",
            "Dflt", "serde's attribute `default`: absent components are Optional or nullable here",
            "Strict", "serde's attribute `deny_unknown_fields`: unknown components are ignored here",
            "Internally", "serde's attribute `tag`",
            "Adjacent", "serde's attributes `tag` and `content`",
            "Untagged", "serde's attribute `untagged`",
            "serde_cbor::Value", "a value without a type: nothing is decoded here that was not asked for");

    /// What we do otherwise, on purpose.
    private static final Map<String, String> ACCEPTED_HERE = Map.of(
            "UnitStruct 80", "an empty array is as good as a record without components as it is for Empty",
            "UnitStruct a0", "the same with an empty map: it is all the same record here",
            "Show 80", "the same",
            "Shape bf674e65777479706524ff", "indefinite lengths are accepted everywhere");

    private static final Map<String, String> REFUSED_HERE =
            Map.of("BTreeMap<String, u8> a2616101616102", "duplicate keys are an error");

    @TestFactory
    Stream<DynamicTest> decodesAsTheOriginal() {
        return Golden.section("cbor_decode").stream()
                .filter(golden -> !NO_COUNTERPART.containsKey(golden.get("type").asString()))
                .map(golden -> DynamicTest.dynamicTest(name(golden), () -> check(golden)));
    }

    private static String name(JsonNode golden) {
        return golden.get("type").asString() + " " + golden.get("hex").asString();
    }

    private static void check(JsonNode golden) throws DecodeException {
        Codec<?> codec =
                Cbor.codecs().codec(RustTypes.TYPES.get(golden.get("type").asString()));
        byte[] bytes = Golden.bytes(golden, "hex");
        boolean accepted = (golden.get("ok").asBoolean() || ACCEPTED_HERE.containsKey(name(golden)))
                && !REFUSED_HERE.containsKey(name(golden));
        if (!accepted) {
            assertThatThrownBy(() -> Coding.decode(codec, bytes)).isInstanceOf(DecodeException.class);
            return;
        }
        Object value = Coding.decode(codec, bytes);
        if (golden.get("ok").asBoolean())
            assertThat(RustDebug.print(value)).isEqualTo(golden.get("value").asString());
    }
}
