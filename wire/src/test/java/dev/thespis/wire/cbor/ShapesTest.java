package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thespis.wire.Name;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.Unsigned;
import dev.thespis.wire.reference.Everything;
import dev.thespis.wire.reference.Remotes;
import dev.thespis.wire.reference.Result;
import dev.thespis.wire.reference.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShapesTest {
    record Tree(String label, List<Tree> children) {}

    record Forest(Tree first, Optional<Tree> second) {}

    record Same(String label, Set<Same> children) {}

    record Other(String label, List<@Nullable Other> children) {}

    enum Colour {
        RED,
        @Name("green")
        GREEN
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Mixed(
            @Unsigned Long id,
            char[] letters,
            byte[] bytes,
            @Unsigned byte[] numbers,
            Colour colour,
            OptionalInt n) {}

    interface Reference<T> {}

    @Test
    void isWrittenInOneWay() {
        assertThat(Shapes.describe(Mixed.class))
                .isEqualTo("{id:u64,letters:[char],bytes:bytes,numbers:[u8],colour:<RED,green>,n:i32?}");
        assertThat(Shapes.describe(Shape.class))
                .isEqualTo("<Unit,Newtype=i64,Tuple=(u8,text),Struct={w:f64,h:f64},Opt=u8?,"
                        + "Nested={id:u32,label:text}>");
        assertThat(Shapes.describe(new Coding.Of<Result<Map<String, Long>, Void>>() {}.type()))
                .isEqualTo("<Ok={text=>i64},Err>");
        assertThat(Shapes.describe(Remotes.Show.class)).isEqualTo("unit");
        assertThat(Shapes.describe(Everything.class)).startsWith("{text:text,list:[i32],some:u8?,none:u8?,nested:{id");
    }

    @Test
    void recursionEnds() {
        assertThat(Shapes.describe(Tree.class)).isEqualTo("{label:text,children:[^1]}");
        assertThat(Shapes.describe(Forest.class))
                .isEqualTo("{first:{label:text,children:[^1]},second:{label:text,children:[^1]}?}");
    }

    @Test
    void unknownTypesAreTheirNames() {
        assertThat(Shapes.describe(new Coding.Of<Reference<Thread>>() {}.type()))
                .isEqualTo(Reference.class.getName() + "<java.lang.Thread>");
    }

    @Test
    void fingerprintIsTheHashOfTheText() {
        assertThat(Shapes.fingerprint(Tree.class))
                .isEqualTo(ServiceId.ofText("{label:text,children:[^1]}").value());
    }

    @Test
    void fingerprintIsOfTheShapeAndNotOfTheClass() {
        assertThat(Shapes.fingerprint(Same.class)).isEqualTo(Shapes.fingerprint(Tree.class));
        assertThat(Shapes.fingerprint(Other.class)).isNotEqualTo(Shapes.fingerprint(Tree.class));
        assertThat(Shapes.fingerprint(long.class)).isEqualTo(Shapes.fingerprint(Long.class));
    }

    @Test
    void typeWithoutItsArgumentsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shapes.describe(Result.class));
    }
}
