package dev.thespis.remote;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Typed notes about the other end of a connection.
///
/// *Threading.* Safe for use by any number of threads.
public final class Attributes {
    /// None, until one is set: most connections have none.
    private volatile Map<Key<?>, Object> values = Map.of();

    Attributes() {}

    /// What is set now.
    Attributes copy() {
        var copy = new Attributes();
        copy.takeOver(this);
        return copy;
    }

    private Map<Key<?>, Object> changeable() {
        if (!(values instanceof ConcurrentHashMap)) make();
        return values;
    }

    private synchronized void make() {
        if (!(values instanceof ConcurrentHashMap)) values = new ConcurrentHashMap<>(2);
    }

    /// Names an attribute and its type. Two keys are the same only if they are the same object.
    ///
    /// @param <T> the type
    public static final class Key<T> {
        private final String name;
        private final T absent;

        private Key(String name, T absent) {
            this.name = name;
            this.absent = absent;
        }

        /// Makes a key.
        ///
        /// @param name for people to read
        /// @param absent what an attribute is that has not been set
        /// @param <T> the type
        /// @return a new key, to be kept in a constant
        public static <T> Key<T> of(String name, T absent) {
            return new Key<>(name, absent);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// Reads an attribute.
    ///
    /// @param key names it
    /// @param <T> its type
    /// @return what was set last, or what the key has for absent ones
    @SuppressWarnings("unchecked") // set has put a T there
    public <T> T get(Key<T> key) {
        var value = values.get(key);
        return value == null ? key.absent : (T) value;
    }

    /// Sets an attribute.
    ///
    /// @param key names it
    /// @param value what it is from here on
    /// @param <T> its type
    public <T> void set(Key<T> key, T value) {
        changeable().put(key, value);
    }

    /// Changes an attribute, in one step for all who look at it.
    ///
    /// @param key names it
    /// @param change makes the new value out of that which [#get] would return; short, and without looking at others
    /// @param <T> its type
    /// @return the new value
    @SuppressWarnings("unchecked") // set has put a T there
    public <T> T update(Key<T> key, UnaryOperator<T> change) {
        return (T) changeable().compute(key, (same, value) -> change.apply(value == null ? key.absent : (T) value));
    }

    /// Sets all attributes that are set elsewhere: those of a client that has come back, say.
    ///
    /// @param others stay as they are
    public void takeOver(Attributes others) {
        if (!others.values.isEmpty()) changeable().putAll(others.values);
    }

    /// Takes an attribute away.
    ///
    /// @param key names it
    public void clear(Key<?> key) {
        if (!values.isEmpty()) values.remove(key);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
