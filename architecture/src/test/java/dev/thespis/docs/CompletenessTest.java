package dev.thespis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.NurseryEvent;
import dev.thespis.remote.Limits;
import dev.thespis.remote.LinkEvent;
import dev.thespis.remote.PeerError;
import dev.thespis.remote.PeerEvent;
import dev.thespis.remote.ServerEvent;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/// The documents leave nothing out: what is added to the code must be told to users too.
class CompletenessTest {
    private static final Pattern MODULE = Pattern.compile("<module>(\\w+)</module>");

    private final String semantics = page("docs/semantics.md");
    private final String readme = page("README.md");
    private final String parent = page("pom.xml");

    private static String page(String name) {
        return Documents.read(Documents.ROOT.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(classes = {PeerEvent.class, PeerError.class, ServerEvent.class, LinkEvent.class, NurseryEvent.class})
    void everyEventIsInTheSemantics(Class<?> type) {
        assertThat(missing(section("## 4. Events"), names(type))).isEmpty();
    }

    @Test
    void everyFailureIsInTheSemantics() {
        assertThat(missing(section("## 5. Failures"), names(CallFailure.class))).isEmpty();
    }

    @Test
    void everyLimitIsInTheSemantics() {
        var limits = Arrays.stream(Limits.class.getRecordComponents())
                .flatMap(limit -> limit.getType().isRecord()
                        ? Arrays.stream(limit.getType().getRecordComponents())
                                .map(part -> limit.getName() + "." + part.getName())
                        : Stream.of(limit).map(RecordComponent::getName));
        assertThat(missing(section("## 3. Limits"), limits)).isEmpty();
    }

    @Test
    void everyCommandIsInTheReadme() throws ClassNotFoundException {
        var commands = Arrays.stream(Class.forName("dev.thespis.cli.Thespis")
                        .getAnnotation(Command.class)
                        .subcommands())
                .map(type -> type.getAnnotation(Command.class))
                .filter(command -> !command.hidden())
                .map(Command::name)
                .filter(name -> !readme.contains("./thespis " + name));
        assertThat(missing(readme, commands)).isEmpty();
    }

    @Test
    void everyModuleWithClassesOfItsOwnIsInTheReadme() {
        var modules = MODULE.matcher(parent)
                .results()
                .map(match -> match.group(1))
                .filter(module -> !List.of("examples", "bench", "architecture").contains(module));
        assertThat(missing(readme, modules)).isEmpty();
    }

    @Test
    void theProjectInTheGuideHasTheVersionsOfThisOne() {
        var guide = page("docs/guide/getting-started.md");
        assertThat(guide).contains(after(parent, "<artifactId>thespis</artifactId>"));
        assertThat(guide).contains(after(parent, "<artifactId>maven-compiler-plugin</artifactId>"));
    }

    @Test
    void findsWhatIsLeftOut() {
        assertThat(missing("`One` and Two", Stream.of("One", "Two"))).containsExactly("Two");
    }

    /// The version that stands after an artifact, as an element.
    private static String after(String pom, String artifact) {
        var start = pom.indexOf("<version>", pom.indexOf(artifact));
        return pom.substring(start, pom.indexOf("</version>", start));
    }

    private String section(String heading) {
        var start = semantics.indexOf(heading);
        var end = semantics.indexOf("\n## ", start);
        return semantics.substring(start, end < 0 ? semantics.length() : end);
    }

    private static Stream<String> names(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses()).map(Class::getSimpleName);
    }

    private static List<String> missing(String page, Stream<String> names) {
        return names.filter(name -> !page.contains("`" + name + "`")).toList();
    }
}
