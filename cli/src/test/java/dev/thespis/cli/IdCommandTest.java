package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.terminal.ExitCode;
import org.junit.jupiter.api.Test;

final class IdCommandTest {
    @Test
    void printsTheIdOfTheOriginal() {
        assertThat(Run.of("id", "remotes::Add").out().strip()).isEqualTo("0x6440cfd17c374646");
        assertThat(Run.of("id", "other :: Sleep").out().strip()).isEqualTo("0x4fc3c2596c4ec321");
    }

    @Test
    void printsJson() {
        assertThat(Run.of("id", "--json", "remotes::Add").out().strip())
                .isEqualTo("{\"service\":\"remotes::Add\",\"id\":\"0x6440cfd17c374646\"}");
    }

    @Test
    void refusesWhatIsNoService() {
        var run = Run.of("id", "Add");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines()).singleElement().asString().contains("'Add' is not namespace::Name");
    }
}
