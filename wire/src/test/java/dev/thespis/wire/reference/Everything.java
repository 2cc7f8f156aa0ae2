package dev.thespis.wire.reference;

import dev.thespis.wire.Name;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import dev.thespis.wire.Unsigned;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A component of every kind.
@SuppressWarnings("ArrayRecordComponent")
public record Everything(
        String text,
        List<Integer> list,
        Optional<@Unsigned Byte> some,
        Optional<@Unsigned Byte> none,
        Inner nested,
        List<Inner> inners,
        Map<String, Long> map,
        @Name("int_map") Map<@Unsigned Integer, String> intMap,
        @Name("e_unit") Shape unitShape,
        @Name("e_new") Shape newShape,
        @Name("e_tuple") Shape tupleShape,
        @Name("e_struct") Shape structShape,
        List<Shape> shapes,
        double real,
        float real32,
        boolean flag,
        @Unsigned long big,
        long neg,
        Pair pair,
        @Nullable Void unit,
        char chr,
        byte[] bytes,
        @Name("vec_u8") @Unsigned byte[] numbers,
        Three arr,
        @Name("unit_st") UnitStruct unitStruct,
        @Name("new_st") NewType newType,
        @Name("tuple_st") Pair tupleStruct) {
    @Tuple
    public record Pair(@Unsigned byte first, String second) {}

    @Tuple
    public record Three(
            @Unsigned byte first,
            @Unsigned byte second,
            @Unsigned byte third) {}

    public record UnitStruct() {}

    @Transparent
    public record NewType(@Unsigned int value) {}
}
