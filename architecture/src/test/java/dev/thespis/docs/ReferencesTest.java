package dev.thespis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents refer to is there: files, sections, and the tests that show what is promised.
class ReferencesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ANNOTATION = Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest)\\b");

    static List<Path> pages() {
        return Documents.markdown();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) {
        assertThat(deadLinks(Documents.read(page), page)).isEmpty();
    }

    @Test
    void findsADeadLink() {
        var page = "# Here\n[here](pom.xml), [nowhere](nothing.md), [outside](https://example.org/#x), [down](#here), "
                + "[astray](#there), [try](README.md#try-it), [not](README.md#try-that)";
        assertThat(deadLinks(page, Documents.ROOT.resolve("README.md")))
                .containsExactly("nothing.md", "#there", "README.md#try-that");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTestThatIsNamedExists(Path page) {
        assertThat(missingTests(Documents.read(page), testSources())).isEmpty();
    }

    @Test
    void findsATestThatDoesNotExist() {
        var some =
                "class SomeTest {\n@Test void works() {}\n\n@Test\n@Timeout(3)\nvoid isTimed() {}\n\nvoid helps() {}\n}";
        var page = "`SomeTest#works`, `SomeTest#isTimed`, `SomeTest#fails`, `SomeTest#helps`, `OtherTest#works`";
        assertThat(missingTests(page, Map.of("SomeTest", some)))
                .containsExactly("SomeTest#fails", "SomeTest#helps", "OtherTest#works");
    }

    @Test
    void everyPromiseNamesATest() {
        var semantics = Documents.read(Documents.ROOT.resolve("docs/semantics.md"));
        var promises = semantics.substring(semantics.indexOf("## 1. "), semantics.indexOf("## 2. "));
        assertThat(promises(promises)).hasSizeGreaterThan(20);
        assertThat(bare(promises)).isEmpty();
    }

    @Test
    void findsAPromiseThatNamesNone() {
        var page = "### Order\n\n**It holds.** Always.\n`SomeTest#works`\n\n**It is fast.** Really.\n\nNothing else.";
        assertThat(bare(page)).containsExactly("**It is fast.** Really.");
    }

    private static List<String> bare(String page) {
        return promises(page).stream()
                .filter(promise -> !TEST.matcher(promise).find())
                .toList();
    }

    /// The paragraphs that begin with what is promised.
    private static List<String> promises(String page) {
        return Stream.of(page.split("\n\n"))
                .filter(paragraph -> paragraph.startsWith("**"))
                .toList();
    }

    private static List<String> deadLinks(String page, Path file) {
        return LINK.matcher(page)
                .results()
                .filter(link -> !link.group(1).contains("://"))
                .filter(link -> {
                    var target = link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1));
                    if (!Files.exists(target)) return true;
                    return link.group(2) != null
                            && !anchors(link.group(1).isEmpty() ? page : Documents.read(target))
                                    .contains(link.group(2));
                })
                .map(link -> link.group(1) + (link.group(2) == null ? "" : "#" + link.group(2)))
                .toList();
    }

    /// The headings as links name them: in small letters, without punctuation, a hyphen for each space.
    private static List<String> anchors(String page) {
        return HEADING.matcher(page)
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
                .map(heading -> heading.replace(' ', '-'))
                .toList();
    }

    private static List<String> missingTests(String page, Map<String, String> sources) {
        return TEST.matcher(page)
                .results()
                .filter(match -> !hasTest(sources.getOrDefault(match.group(1), ""), match.group(2)))
                .map(match -> match.group(1) + "#" + match.group(2))
                .toList();
    }

    /// Whether a method of that name is annotated as a test, in the lines right above it or in its own.
    private static boolean hasTest(String source, String method) {
        return Pattern.compile("void\\s+" + method + "\\(")
                .matcher(source)
                .results()
                .map(match -> source.substring(source.lastIndexOf("\n\n", match.start()) + 1, match.start()))
                .anyMatch(above -> ANNOTATION.matcher(above).find());
    }

    private static Map<String, String> testSources() {
        var sources = new TreeMap<String, String>();
        for (var file : Documents.sources(path -> path.toString().contains("/src/test/java/")))
            sources.merge(
                    file.getFileName().toString().replace(".java", ""),
                    Documents.read(file),
                    (one, other) -> one + "\n\n" + other);
        return sources;
    }
}
