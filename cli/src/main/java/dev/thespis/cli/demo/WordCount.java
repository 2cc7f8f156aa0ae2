package dev.thespis.cli.demo;

import dev.thespis.cli.demo.Words.Frequency;
import dev.thespis.cli.demo.Words.Sum;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/// Counts words: runs of letters and digits, in lower case. Not safe for use by several threads.
///
/// Memory is bounded: a word counts by its first 64 characters, and words that are new when half a million are
/// known count only in the total. Two counts of the same lines in the same order are equal nevertheless.
final class WordCount {
    private static final int MAX_DISTINCT = 500_000;
    private static final int MAX_CHARACTERS = 64;
    private static final Comparator<Frequency> RAREST_FIRST =
            Comparator.comparingLong(Frequency::count).thenComparing(Frequency::word, Comparator.reverseOrder());

    private final Map<String, Counter> words = new HashMap<>();
    private long lines;
    private long characters;
    private long total;

    private static final class Counter {
        private long count;
    }

    void line(String text) {
        lines++;
        characters += text.length();
        var start = -1;
        for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            var inside = Character.isLetterOrDigit(text.codePointAt(i));
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            word(text.substring(start, i));
            start = -1;
        }
        if (start >= 0) word(text.substring(start));
    }

    private void word(String text) {
        total++;
        var word = (text.length() <= MAX_CHARACTERS ? text : text.substring(0, cut(text))).toLowerCase(Locale.ROOT);
        var counter = words.get(word);
        if (counter == null) {
            if (words.size() >= MAX_DISTINCT) return;
            counter = new Counter();
            words.put(word, counter);
        }
        counter.count++;
    }

    /// Where to cut a long word: not between the two halves of a character.
    private static int cut(String text) {
        return Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
    }

    void clear() {
        words.clear();
        lines = 0;
        characters = 0;
        total = 0;
    }

    Sum sum() {
        return new Sum(lines, characters, total, words.size());
    }

    /// The most frequent words; of equally frequent ones, the first in the alphabet.
    List<Frequency> top(int count) {
        var top = new PriorityQueue<>(RAREST_FIRST);
        words.forEach((word, counter) -> {
            top.add(new Frequency(word, counter.count));
            if (top.size() > count) top.remove();
        });
        return top.stream().sorted(RAREST_FIRST.reversed()).toList();
    }
}
