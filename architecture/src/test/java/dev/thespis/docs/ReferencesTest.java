package dev.thespis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents refer to is there: files, and the tests that show what is promised.
class ReferencesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|Contract))#(\\w+)`");

    static List<Path> pages() {
        return Documents.markdown();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFile(Path page) {
        assertThat(deadLinks(Documents.read(page), page)).isEmpty();
    }

    @Test
    void findsADeadLink() {
        var page = "[here](pom.xml), [nowhere](nothing.md), [outside](https://example.org/)";
        assertThat(deadLinks(page, Documents.ROOT.resolve("README.md"))).containsExactly("nothing.md");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTestThatIsNamedExists(Path page) {
        assertThat(missingTests(Documents.read(page), testSources())).isEmpty();
    }

    @Test
    void theGuaranteesNameTheirTests() {
        var semantics = Documents.read(Documents.ROOT.resolve("docs/semantics.md"));
        assertThat(TEST.matcher(semantics).results()).hasSizeGreaterThan(40);
    }

    @Test
    void findsATestThatDoesNotExist() {
        var sources = Map.of("SomeTest", "class SomeTest { @Test void works() {} }");
        assertThat(missingTests("`SomeTest#works`, `SomeTest#fails`, `OtherTest#works`", sources))
                .containsExactly("SomeTest#fails", "OtherTest#works");
    }

    private static List<String> deadLinks(String page, Path file) {
        return LINK.matcher(page)
                .results()
                .map(match -> match.group(1))
                .filter(target -> !target.contains("://"))
                .filter(target -> !Files.exists(file.resolveSibling(target)))
                .toList();
    }

    private static List<String> missingTests(String page, Map<String, String> sources) {
        return TEST.matcher(page)
                .results()
                .filter(match -> !Pattern.compile("void\\s+" + match.group(2) + "\\(")
                        .matcher(sources.getOrDefault(match.group(1), ""))
                        .find())
                .map(match -> match.group(1) + "#" + match.group(2))
                .toList();
    }

    private static Map<String, String> testSources() {
        var sources = new TreeMap<String, String>();
        for (var file : Documents.sources(path -> path.toString().contains("/src/test/java/")))
            sources.merge(
                    file.getFileName().toString().replace(".java", ""),
                    Documents.read(file),
                    (one, other) -> one + other);
        return sources;
    }
}
