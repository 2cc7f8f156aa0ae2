package dev.thespis.wire;

/// Writes and reads the values of one type as payloads. Prepared once, used by any number of threads.
///
/// @param <T> the type
public interface Codec<T> {
    /// Appends the value.
    ///
    /// @param value what to write
    /// @param out where to append; what it holds of this value after an exception is undefined
    /// @throws EncodeException if the value has no encoding: a null where none may be, say
    void write(T value, Output out);

    /// Reads one value and leaves the input behind it.
    ///
    /// @param in where to read
    /// @return the value; null only if `T` is [Void]
    /// @throws DecodeException if there is no such value
    T read(Input in) throws DecodeException;
}
