package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thespis.wire.Name;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import dev.thespis.wire.Unsigned;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What can't be a message is refused when the codec is prepared, with the path to it.
class RefusalTest {
    private static void assertRefused(Type type, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbor.codecs().codec(type))
                .withMessage(message);
    }

    record Line(Date price) {}

    record Order(List<Line> lines) {}

    @Nested
    class Types {
        record Bag<T>(T content) {}

        record Holder(Map<String, Optional<Bag<Thread>>> bags) {}

        record RawHolder(@SuppressWarnings("rawtypes") Bag bag) {}

        record ImplementationHolder(ArrayList<String> texts, int n) {}

        interface Open {}

        sealed interface Shut {
            final class NoRecord implements Shut {}
        }

        sealed interface Loose<T> {
            record Unrelated<X, T>(X x, T t) implements Loose<T> {}
        }

        @Test
        void pathLeadsThroughLists() {
            assertRefused(Order.class, "Order.lines[].price: java.util.Date is not supported; use java.time.Instant");
        }

        @Test
        void pathLeadsThroughMapsOptionalsAndTypeArguments() {
            assertRefused(
                    Holder.class,
                    "Holder.bags[].content: java.lang.Thread is not supported; use a record, or add a codec for it");
        }

        @Test
        void rawTypesAreRefused() {
            assertRefused(
                    RawHolder.class, "RawHolder.bag: " + Bag.class.getTypeName() + " is without its type arguments");
            assertRefused(List.class, "List: java.util.List is not supported; name its type arguments");
        }

        @Test
        void adviceNamesTheInterface() {
            assertRefused(
                    ImplementationHolder.class,
                    "ImplementationHolder.texts: java.util.ArrayList<java.lang.String> is not supported; use "
                            + "java.util.List");
            assertRefused(
                    new Coding.Of<Collection<String>>() {}.type(),
                    "Collection: java.util.Collection<java.lang.String> is not supported; use java.util.List");
            assertRefused(
                    new Coding.Of<HashMap<String, String>>() {}.type(),
                    "HashMap: java.util.HashMap<java.lang.String, java.lang.String> is not supported; use "
                            + "java.util.Map");
        }

        @Test
        void whatCouldBeAnythingIsRefused() {
            assertRefused(
                    Object.class,
                    "Object: java.lang.Object is not supported; name the type, or a sealed interface of all that it "
                            + "may be");
            assertRefused(
                    Open.class,
                    "Open: " + Open.class.getTypeName()
                            + " is not supported; make it sealed, with records only, or add a codec for it");
            assertRefused(
                    new Coding.Of<List<?>>() {}.type(),
                    "List[]: java.lang.Object is not supported; name the type, or a sealed interface of all that it "
                            + "may be");
        }

        @Test
        void sealedInterfacesAreOfRecordsOnly() {
            assertRefused(
                    Shut.class,
                    "Shut: " + Shut.NoRecord.class.getTypeName() + ", permitted by " + Shut.class.getTypeName()
                            + ", is neither a record nor a sealed interface");
        }

        @Test
        void typeArgumentsOfVariantsMustFollow() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Coding.Of<Loose<String>>() {}.codec())
                    .withMessageContaining("what X of")
                    .withMessageContaining("does not follow from");
        }

        record Growing<T>(Optional<Growing<List<T>>> next) {}

        @Test
        void typesThatGrowWithoutEndAreRefused() {
            Type growing = new Coding.Of<Growing<String>>() {}.type();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Cbor.codecs().codec(growing))
                    .withMessageContaining("Growing.next.next.next")
                    .withMessageEndingWith("more than 100 types inside each other");
            assertThatIllegalArgumentException().isThrownBy(() -> Shapes.describe(growing));
        }

        @Test
        void typeVariablesMustBeKnown() {
            Type bag = Bag.class.getRecordComponents()[0].getGenericType();

            assertRefused(bag, "T: the type variable T stands for no known type");
        }
    }

    @Nested
    class Keys {
        record Point(int x, int y) {}

        @Test
        void mustBeComparable() {
            String point = Point.class.getTypeName();
            String reason =
                    " is not supported here, since it is not Comparable and a peer could make lookups slow; use "
                            + "a List, or make it Comparable";

            assertRefused(new Coding.Of<Map<Point, String>>() {}.type(), "Map[key]: " + point + reason);
            assertRefused(new Coding.Of<Set<Point>>() {}.type(), "Set[]: " + point + reason);
            assertRefused(new Coding.Of<Set<byte[]>>() {}.type(), "Set[]: byte[]" + reason);
        }
    }

    @Nested
    class Annotations {
        @Transparent
        record Two(int a, int b) {}

        @Transparent
        @Tuple
        record Both(int a) {}

        record Clash(@Name("b") int a, int b) {}

        record UnsignedText(@Unsigned String text) {}

        record UnsignedFlag(@Unsigned boolean flag) {}

        enum Twins {
            A,
            @Name("A")
            B
        }

        sealed interface Variants {
            record A() implements Variants {}

            @Name("A")
            record B() implements Variants {}
        }

        @Test
        void transparentRecordsHaveOneComponent() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Cbor.codecs().codec(Two.class))
                    .withMessageStartingWith("Two: @Transparent is for records of one component");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Cbor.codecs().codec(Both.class))
                    .withMessageStartingWith("Both: @Transparent is for records of one component and without @Tuple");
        }

        @Test
        void namesMustDiffer() {
            assertRefused(Clash.class, "Clash.b: another component has the name \"b\" too");
            assertRefused(Twins.class, "Twins: two constants have the name \"A\"");
            assertRefused(
                    Variants.class,
                    "Variants: two variants of " + Variants.class.getTypeName() + " have the name \"A\"");
        }

        @Test
        void onlyIntegersAreUnsigned() {
            assertRefused(UnsignedText.class, "UnsignedText.text: @Unsigned is for integers, not for java.lang.String");
            assertRefused(UnsignedFlag.class, "UnsignedFlag.flag: @Unsigned is for integers, not for boolean");
        }
    }

    @Test
    void aRefusalLeavesNothingHalfPrepared() {
        var codecs = Cbor.codecs();
        for (int i = 0; i < 2; i++)
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codecs.codec(Order.class))
                    .withMessageStartingWith("Order.lines[].price:");
    }
}
