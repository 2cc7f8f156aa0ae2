package dev.thespis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every block of Java in the README and the guide is part of a source that is compiled and tested.
class SnippetsTest {
    static List<Path> pages() {
        return Documents.markdown().stream()
                .filter(page -> page.endsWith("README.md") || page.startsWith(Documents.ROOT.resolve("docs/guide")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockOccursInASource(Path page) {
        assertThat(strangers(Documents.read(page), examples())).isEmpty();
    }

    @Test
    void thePagesAreFound() {
        assertThat(pages()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void findsABlockThatDoesNot() {
        var page = "```java\nint one = 1;\n```\n\n```java\nint  two\n  = 2;\n```\n";
        assertThat(strangers(page, "class A { int one = 2; int two = 2; }")).containsExactly("int one = 1;\n");
    }

    /// Every example is run by a test, or reached from one that is.
    @Test
    void everyExampleIsRunByATest() {
        var main = Documents.ROOT.resolve("examples/src/main");
        var tests = Documents.sources(file -> file.startsWith(Documents.ROOT.resolve("examples/src/test"))).stream()
                .map(Documents::read)
                .collect(Collectors.joining());
        var programs = Documents.sources(file -> file.startsWith(main)).stream()
                .filter(file -> Documents.read(file).contains("static void main("))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .toList();
        assertThat(programs)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(tests).containsPattern("\\b" + name + "(::main|\\.main)\\b"));
    }

    @Test
    void theFirstExampleHasAtMost25Lines() {
        var first = Documents.blocks(Documents.read(Documents.ROOT.resolve("README.md")), "java")
                .getFirst();
        assertThat(first.lines()).hasSizeLessThanOrEqualTo(25);
    }

    @Test
    void theReadmeHasLessThan150Lines() {
        assertThat(Documents.read(Documents.ROOT.resolve("README.md")).lines()).hasSizeLessThan(150);
    }

    private static List<String> strangers(String page, String sources) {
        return Documents.blocks(page, "java").stream()
                .filter(block -> !sources.contains(normalised(block)))
                .toList();
    }

    private static String examples() {
        return Documents.sources(file -> file.startsWith(Documents.ROOT.resolve("examples"))).stream()
                .map(Documents::read)
                .map(SnippetsTest::normalised)
                .collect(Collectors.joining("\n"));
    }

    private static String normalised(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
