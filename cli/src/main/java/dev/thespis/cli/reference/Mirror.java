package dev.thespis.cli.reference;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Name;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import dev.thespis.wire.Unsigned;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Services that need no state: most of them reply what they were sent, so that all of serde's data model goes both
/// ways.
@Namespace("remotes")
interface Mirror {
    /// Text both ways.
    @Transparent
    record Echo(String text) implements Message<Mirror, String> {}

    /// Byte strings both ways.
    @Transparent
    record Blob(byte[] bytes) implements Message<Mirror, byte[]> {}

    /// Arrays of numbers both ways.
    @Transparent
    record BlobVec(@Unsigned byte[] numbers) implements Message<Mirror, Numbers> {}

    /// An array of numbers from 0 to 255.
    @Transparent
    record Numbers(@Unsigned byte[] numbers) {}

    /// A variant both ways.
    @Transparent
    record Shape(Figure figure) implements Message<Mirror, Figure> {}

    /// Replies `a / b`, or that this can't be.
    record Div(long a, long b) implements Message<Mirror, Result<Long, String>> {}

    /// Replies text of that length.
    @Transparent
    record Fill(@Unsigned long length) implements Message<Mirror, String> {}

    /// Its reply can't be encoded.
    record BadReturn() implements Message<Mirror, String> {}

    /// One of everything, both ways.
    ///
    /// @param chr one character, as text: Rust's may be outside of what Java's `char` can hold
    record Everything(
            String text,
            List<Integer> list,
            Optional<@Unsigned Byte> some,
            Optional<@Unsigned Byte> none,
            Inner nested,
            List<Inner> inners,
            Map<String, Long> map,
            @Name("int_map") Map<@Unsigned Integer, String> intMap,
            @Name("e_unit") Figure unitFigure,
            @Name("e_new") Figure newFigure,
            @Name("e_tuple") Figure tupleFigure,
            @Name("e_struct") Figure structFigure,
            @Name("shapes") List<Figure> figures,
            double real,
            float real32,
            boolean flag,
            @Unsigned long big,
            long neg,
            Pair pair,
            Unit unit,
            String chr,
            byte[] bytes,
            @Name("vec_u8") @Unsigned byte[] numbers,
            @Name("arr") @Unsigned byte[] three,
            @Name("unit_st") Unit unitStruct,
            @Name("new_st") @Unsigned int newtype,
            @Name("tuple_st") Pair tupleStruct)
            implements Message<Mirror, Everything> {}

    /// Two values without names.
    @Tuple
    record Pair(@Unsigned byte number, String name) {}

    /// Nothing: null.
    record Unit() {}
}
