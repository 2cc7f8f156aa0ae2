package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the types forbid, each beside something very similar that they allow.
class CompilationTest {
    private static final String FRAME = """
            import dev.thespis.actor.*;
            import java.util.concurrent.*;

            interface Base { record Ping() implements Message<Base, String> {} }
            interface Shop extends Base {
                record Buy(int n) implements Message<Shop, Long> {}
                record Note(String s) implements Message<Shop, Void> {}
            }
            interface Other { record Do() implements Message<Other, Void> {} }

            class Source {
                long total;
                void run(Address<Shop> shop, Address<Base> base, Nursery nursery) throws Exception {
                    STATEMENT
                }
            }
            """;

    static List<Arguments> pairs() {
        return List.of(
                Arguments.of("shop.send(new Shop.Buy(1));", "shop.send(new Other.Do());"),
                Arguments.of("shop.send(new Base.Ping());", "base.send(new Shop.Buy(1));"),
                Arguments.of("shop.trySend(new Shop.Buy(1));", "shop.trySend(new Other.Do());"),
                Arguments.of("long n = shop.call(new Shop.Buy(1));", "String n = shop.call(new Shop.Buy(1));"),
                Arguments.of("String s = shop.call(new Base.Ping());", "long s = shop.call(new Base.Ping());"),
                Arguments.of(
                        "CompletableFuture<Long> n = shop.callAsync(new Shop.Buy(1));",
                        "CompletableFuture<String> n = shop.callAsync(new Shop.Buy(1));"),
                Arguments.of("Address<Base> b = Address.narrow(shop);", "Address<Other> b = Address.narrow(shop);"),
                Arguments.of("Address<Base> b = Address.narrow(base);", "Address<Shop> b = Address.narrow(base);"),
                Arguments.of(
                        "Handlers.of(Shop.class).on(Shop.Buy.class, buy -> total + buy.n());",
                        "Handlers.of(Shop.class).on(Shop.Buy.class, buy -> \"sold\");"),
                Arguments.of(
                        "Handlers.of(Shop.class).on(Base.Ping.class, ping -> \"pong\");",
                        "Handlers.of(Base.class).on(Shop.Buy.class, buy -> 1L);"),
                Arguments.of(
                        "Handlers.of(Shop.class).on(Shop.Note.class, note -> { total++; return null; });",
                        "Handlers.of(Shop.class).on(Shop.Note.class, note -> 1L);"),
                Arguments.of(
                        "Handlers.of(Shop.class).run(Shop.Note.class, note -> total++);",
                        "Handlers.of(Shop.class).run(Shop.Buy.class, buy -> total++);"),
                Arguments.of(
                        "Handlers.of(Shop.class).concurrent(Shop.Buy.class, buy -> 1L);",
                        "Handlers.of(Shop.class).concurrent(Shop.Buy.class, buy -> \"sold\");"),
                Arguments.of(
                        "Actor<Shop> a = null; Address<Shop> s = nursery.spawn(Shop.class, () -> a);",
                        "Actor<Base> a = null; Address<Shop> s = nursery.spawn(Shop.class, () -> a);"),
                Arguments.of("Address<?> any = shop; any.name();", "class Forged implements Address<Shop> {}"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void allowsTheOneAndForbidsTheOther(String allowed, String forbidden) {
        assertThat(errors(allowed)).as(allowed).isEmpty();
        assertThat(errors(forbidden)).as(forbidden).isNotEmpty();
    }

    private static List<String> errors(String statement) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaFileObject source = new Source(FRAME.replace("STATEMENT", statement));
        List<String> options = List.of(
                "-proc:none",
                "-implicit:none",
                "-d",
                System.getProperty("java.io.tmpdir"),
                "-classpath",
                System.getProperty("java.class.path"),
                "-XDshould-stop.ifNoError=FLOW");
        compiler.getTask(null, null, diagnostics, options, null, List.of(source))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Source.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
