package dev.thespis.actor;

/// A message of protocol `P` that is answered with an `R`.
///
/// Implement it with an immutable record, nested in the interface that is the protocol. The reply type is read from the
/// record's declaration, generics included. A message without an answer replies `Void`.
///
/// ```java
/// public interface Counter {
///     record Add(long n) implements Message<Counter, Void> {}
///     record Show() implements Message<Counter, Long> {}
/// }
/// ```
///
/// @param <P> the protocol that the message belongs to
/// @param <R> what a call with it returns
public interface Message<P, R> {}
