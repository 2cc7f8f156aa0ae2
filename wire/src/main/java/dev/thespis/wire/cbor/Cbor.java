package dev.thespis.wire.cbor;

import dev.thespis.wire.Codec;
import dev.thespis.wire.Codecs;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Payloads in CBOR (RFC 8949), with the data model of Rust's serde, byte for byte as `serde_cbor` writes it.
///
/// | Java | on the wire | accepted too |
/// |---|---|---|
/// | record | map of its components as declared | any order; names as bytes or indices; an array of all |
/// | record without components | null | map; empty array |
/// | record with [Transparent][dev.thespis.wire.Transparent] | its component | |
/// | record with [Tuple][dev.thespis.wire.Tuple] | array of its components | |
/// | sealed interface of records | `{"Variant": record}` | `["Variant", record]`; its index; a tuple flattened |
/// | the same, if the record has no components | `"Variant"` | `{"Variant": null}`; `["Variant"]`; its index |
/// | enum | the constant's name as text | its index; `{"Name": null}` |
/// | `boolean` | boolean | |
/// | `byte` `short` `int` `long` | integer | any width |
/// | the same, with [Unsigned][dev.thespis.wire.Unsigned] | integer from 0 to 2^n-1 | |
/// | `float` `double` | the shortest of 16, 32 or 64 bits that is exact | any width, rounded if need be; integer |
/// | `char` | text of one character | |
/// | [String] | text | |
/// | `byte[]` | bytes | array of numbers from 0 to 255 |
/// | `@Unsigned byte[]` | array of numbers from 0 to 255 | |
/// | arrays, [java.util.List], [java.util.Set] | array | elements of a set that come twice |
/// | [Map] | map, in the order of the map | |
/// | [java.util.Optional] and its like, anything `@Nullable` | the value or null | may be missing in a record |
/// | [Void] | null | |
/// | [java.time.Instant] | `{"secs_since_epoch": s, "nanos_since_epoch": n}`, as Rust's `SystemTime` | |
/// | [java.time.Duration] | `{"secs": s, "nanos": n}`, as Rust's `Duration` | |
/// | [java.util.UUID] | 16 bytes | text |
/// | [java.math.BigInteger] | integer; beyond 64 bits and a sign, a bignum (tags 2 and 3) | |
/// | [java.math.BigDecimal] | tag 4, `[exponent, mantissa]` | the array without its tag |
/// | [java.net.URI] | text | |
/// | `LocalDate` `LocalTime` `LocalDateTime` `OffsetDateTime` `ZonedDateTime` | text, as ISO 8601 has it | |
///
/// Boxes are as what they box. Keys of maps and elements of sets must be [Comparable]. A component's name, a
/// constant's and a variant's can be changed with [Name][dev.thespis.wire.Name]. An annotation `@Nullable`, of any
/// package, counts if it is kept at run time. Records and sealed interfaces may be generic and recursive. All other
/// types are refused when the codec is prepared.
///
/// Unknown components are ignored. What is written has definite lengths. What is read may have indefinite ones; tags
/// are ignored; `undefined` is null.
///
/// *Failure.* Refused with the path to the component and the offset: integers that don't fit; a missing component
/// that is not optional; a component or key that comes twice, be it one that the record doesn't have; a null
/// elsewhere; text that is not valid UTF-8; what a record's constructor refuses. Into the values of unknown components
/// nobody looks.
///
/// *Limits.* Memory is allocated in proportion to the bytes that are there, whatever lengths they claim. Nesting is
/// limited by [CborOptions]. Only types reachable from the one asked for are ever instantiated.
/// A [java.math.BigDecimal] may have any scale of 32 bits: look at it before adding it to another or writing it out.
///
/// *Threading.* Safe for use by any number of threads; so are its codecs.
public final class Cbor implements Codecs {
    private final CborOptions options;
    private final Map<Class<?>, Function<Type, Codec<?>>> additions;
    private Map<TypeUse, Node> prepared = Map.of();

    private Cbor(CborOptions options, Map<Class<?>, Function<Type, Codec<?>>> additions) {
        this.options = options;
        this.additions = additions;
    }

    /// Makes codecs with the default options.
    ///
    /// @return new codecs, none prepared yet
    public static Cbor codecs() {
        return codecs(CborOptions.defaults());
    }

    /// Makes codecs.
    ///
    /// @param options how they are to behave
    /// @return new codecs, none prepared yet
    public static Cbor codecs(CborOptions options) {
        return new Cbor(options, Map.of());
    }

    /// Adds a type, or replaces how it is done here.
    ///
    /// @param raw the type, without its arguments
    /// @param codec makes its codec; is given the type with its arguments, may refuse with an
    ///         [IllegalArgumentException], and is called once for each place where the type is found
    /// @return other codecs that know the type too
    public Cbor with(Class<?> raw, Function<Type, Codec<?>> codec) {
        var more = new HashMap<>(additions);
        more.put(raw, codec);
        return new Cbor(options, Map.copyOf(more));
    }

    @Override
    public Codec<?> codec(Type type) {
        return prepare(type);
    }

    /// Prepares the codec of a type without type arguments.
    ///
    /// @param type the type
    /// @param <T> the type
    /// @return its codec
    /// @throws IllegalArgumentException if there can be none; the message names the path to the component at fault
    public <T> Codec<T> codec(Class<T> type) {
        return prepare(type);
    }

    private synchronized <T> Codec<T> prepare(Type type) {
        TypeUse use = TypeUse.of(type, type.getTypeName());
        String name = use.raw().getSimpleName();
        var preparation = new Preparation(additions, prepared);
        Node node = preparation.node(use, name);
        prepared = preparation.done();
        return new Root<>(node, options.maxDepth(), name);
    }

    /// Reads a value that is all there is.
    ///
    /// @param codec of the value's type
    /// @param in where to read
    /// @param <T> the value's type
    /// @return the value
    /// @throws DecodeException if there is no such value, or something after it
    public static <T> T decode(Codec<T> codec, Input in) throws DecodeException {
        T value = codec.read(in);
        if (in.remaining() == 0) return value;
        throw new DecodeException(in.remaining() + " bytes too many, at offset " + in.offset());
    }

    static byte[] written(Output out) {
        return Arrays.copyOf(out.array(), out.position());
    }
}
