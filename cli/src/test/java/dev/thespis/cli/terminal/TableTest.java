package dev.thespis.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {
    private final Table table =
            new Table("NAME", "RATE", "NOTE").row("short", "1,234.5", "fast").row("a longer one", "-", "slow");

    @Test
    void alignsTextToTheLeftAndNumbersToTheRight() {
        assertThat(table.lines(Table.Layout.ALIGNED))
                .containsExactly(
                        "NAME             RATE  NOTE", //
                        "short         1,234.5  fast",
                        "a longer one        -  slow");
    }

    @Test
    void separatesByTabsForOtherPrograms() {
        assertThat(table.lines(Table.Layout.TABS))
                .containsExactly("NAME\tRATE\tNOTE", "short\t1,234.5\tfast", "a longer one\t-\tslow");
    }

    @Test
    void rulesATitleOffForDocuments() {
        assertThat(table.lines(Table.Layout.MARKDOWN))
                .containsExactly(
                        "| NAME | RATE | NOTE |",
                        "|---|---|---|",
                        "| short | 1,234.5 | fast |",
                        "| a longer one | - | slow |");
    }

    @Test
    void refusesRowOfAnotherLength() {
        assertThatThrownBy(() -> table.row("alone")).isInstanceOf(IllegalArgumentException.class);
    }
}
