package dev.thespis.cli.soak;

import java.util.ArrayList;
import java.util.List;

/// What should not be, from whoever notices it. Guarded by this.
final class Findings {
    private static final int MOST = 100;

    private final List<String> texts = new ArrayList<>();

    synchronized void add(String text) {
        if (texts.size() < MOST) texts.add(text);
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }
}
