package dev.thespis.examples.chat;

/// What became of a request: a refusal is an answer too, with a reason for people to read.
sealed interface Answer<T> {
    record Yes<T>(T value) implements Answer<T> {}

    record No<T>(String why) implements Answer<T> {}
}
