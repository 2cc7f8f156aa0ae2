package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CborTest {
    record Node(Optional<Node> next) {}

    private static Node chain(int length) {
        Node node = new Node(Optional.empty());
        for (int i = 1; i < length; i++) node = new Node(Optional.of(node));
        return node;
    }

    @Nested
    class Decoding {
        @Test
        void trailingBytesAreRefused() {
            byte[] bytes = {5, 5, 5};
            var codec = Cbor.codecs().codec(long.class);

            assertThatThrownBy(() -> Cbor.decode(codec, new Input(bytes, 0, 3)))
                    .hasMessage("2 bytes too many, at offset 1");
        }

        @Test
        void codecAloneLeavesTheInputBehindTheValue() throws DecodeException {
            var in = new Input(new byte[] {5, 6}, 0, 2);
            var codec = Cbor.codecs().codec(long.class);

            assertThat(codec.read(in)).isEqualTo(5);
            assertThat(codec.read(in)).isEqualTo(6);
            assertThat(in.remaining()).isZero();
        }
    }

    @Nested
    class Depth {
        @Test
        void isLimitedBothWays() throws DecodeException {
            var codec = Cbor.codecs().codec(Node.class);

            assertThat(Coding.decode(codec, Coding.bytes(codec, chain(64)))).isEqualTo(chain(64));
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> Coding.bytes(codec, chain(65)))
                    .withMessageContaining("nested too deeply");
            byte[] tooDeep = Coding.bytes(Cbor.codecs(new CborOptions(65)).codec(Node.class), chain(65));
            assertThatThrownBy(() -> Coding.decode(codec, tooDeep)).hasMessageContaining("nested too deeply");
        }

        @Test
        void isAnOption() {
            assertThat(CborOptions.defaults().maxDepth()).isEqualTo(64);
            assertThat(CborOptions.defaults().withMaxDepth(2)).isEqualTo(new CborOptions(2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CborOptions(0))
                    .withMessage("maxDepth=0, must be from 1 to 512");
            assertThatIllegalArgumentException().isThrownBy(() -> new CborOptions(513));
        }

        @Test
        void deepestOneNeedsLittleStack() throws DecodeException {
            var codec = Cbor.codecs(new CborOptions(512)).codec(Node.class);

            assertThat(Coding.decode(codec, Coding.bytes(codec, chain(512)))).isEqualTo(chain(512));
        }
    }

    @Nested
    class Additions {
        interface Secret<T> {
            String text();
        }

        record Note(Secret<Integer> secret, Optional<Secret<String>> other) {}

        record Text<T>(String text) implements Secret<T> {}

        private final List<Type> asked = new ArrayList<>();

        private final Codec<Secret<?>> secrets = new Codec<>() {
            private final Codec<String> texts = Cbor.codecs().codec(String.class);

            @Override
            public void write(Secret<?> value, Output out) {
                texts.write(value.text(), out);
            }

            @Override
            public Secret<?> read(Input in) throws DecodeException {
                return new Text<>(texts.read(in));
            }
        };

        private final Cbor codecs = Cbor.codecs().with(Secret.class, type -> {
            asked.add(((ParameterizedType) type).getActualTypeArguments()[0]);
            return secrets;
        });

        @Test
        void areUsedWhereTheirTypeIs() throws DecodeException {
            var codec = codecs.codec(Note.class);
            var note = new Note(new Text<>("a"), Optional.of(new Text<>("b")));

            assertThat(asked).containsExactly(Integer.class, String.class);
            assertThat(Coding.decode(codec, Coding.bytes(codec, note))).isEqualTo(note);
        }

        @Test
        void pathOfTheirErrorsIsKept() {
            assertThatThrownBy(() -> Coding.decode(codecs.codec(Note.class), "8205f6"))
                    .hasMessage("Note.secret: String: expected text, found an integer at offset 1");
        }

        sealed interface Choice {
            record Special() implements Choice {}

            record Usual() implements Choice {}
        }

        @Test
        void variantsCanBeReplaced() throws DecodeException {
            Codec<Choice.Special> special = new Codec<>() {
                @Override
                public void write(Choice.Special value, Output out) {
                    out.int8(0x18);
                    out.int8(0x2a);
                }

                @Override
                public Choice.Special read(Input in) throws DecodeException {
                    in.skip(2);
                    return new Choice.Special();
                }
            };
            var codec =
                    Cbor.codecs().with(Choice.Special.class, type -> special).codec(Choice.class);

            assertThat(Coding.hex(codec, new Choice.Special())).isEqualTo("a1675370656369616c" + "182a");
            assertThat(Coding.decode(codec, "82675370656369616c" + "182a")).isEqualTo(new Choice.Special());
            assertThatThrownBy(() -> Coding.decode(codec, "675370656369616c")).isInstanceOf(DecodeException.class);
            assertThat(Coding.decode(codec, "65557375616c")).isEqualTo(new Choice.Usual());
        }

        @Test
        void otherCodecsDoNotKnowThem() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Cbor.codecs().codec(Note.class))
                    .withMessageContaining("is not supported");
        }
    }

    @Test
    @Timeout(60)
    void manyThreadsCanPrepareAndUseCodecs() throws Exception {
        var codecs = Cbor.codecs();
        try (var executor = Executors.newFixedThreadPool(4)) {
            Callable<Boolean> task = () -> {
                Codec<Node> codec = codecs.codec(Node.class);
                for (int i = 0; i < 1000; i++)
                    if (!Coding.decode(codec, Coding.bytes(codec, chain(i % 20 + 1)))
                            .equals(chain(i % 20 + 1))) return false;
                return true;
            };
            for (var done : executor.invokeAll(List.of(task, task, task, task)))
                assertThat(done.get()).isTrue();
        }
    }
}
