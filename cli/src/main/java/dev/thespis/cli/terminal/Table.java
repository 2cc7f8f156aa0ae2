package dev.thespis.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in columns. Made by one thread.
public final class Table {
    /// How the columns are kept apart.
    public enum Layout {
        /// Padded with spaces, for people; columns of numbers to the right.
        ALIGNED,
        /// One tab between two columns, for other programs.
        TABS,
        /// For documents.
        MARKDOWN
    }

    private final List<List<String>> rows = new ArrayList<>();

    /// Starts a table.
    ///
    /// @param titles of the columns
    public Table(String... titles) {
        rows.add(List.of(titles));
    }

    /// Adds a row.
    ///
    /// @param cells as many as there are titles
    /// @return this
    public Table row(Object... cells) {
        if (cells.length != rows.getFirst().size())
            throw new IllegalArgumentException(
                    "cells=" + cells.length + ", columns=" + rows.getFirst().size());
        var row = new ArrayList<String>();
        for (var cell : cells) row.add(cell.toString());
        rows.add(row);
        return this;
    }

    /// The lines of the table.
    ///
    /// @param layout how the columns are kept apart
    /// @return without line breaks
    public List<String> lines(Layout layout) {
        return switch (layout) {
            case TABS -> rows.stream().map(row -> String.join("\t", row)).toList();
            case ALIGNED -> rows.stream().map(this::aligned).toList();
            case MARKDOWN -> markdown();
        };
    }

    private List<String> markdown() {
        var lines = new ArrayList<String>();
        for (var row : rows) {
            lines.add("| " + String.join(" | ", row) + " |");
            if (lines.size() == 1) lines.add("|" + "---|".repeat(row.size()));
        }
        return lines;
    }

    private String aligned(List<String> row) {
        var line = new StringBuilder();
        for (var column = 0; column < row.size(); column++) {
            if (column > 0) line.append("  ");
            var padding = " ".repeat(width(column) - row.get(column).length());
            line.append(numeric(column) ? padding + row.get(column) : row.get(column) + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean numeric(int column) {
        return rows.size() > 1
                && rows.stream().skip(1).allMatch(row -> row.get(column).matches("[-+0-9.,]+"));
    }
}
