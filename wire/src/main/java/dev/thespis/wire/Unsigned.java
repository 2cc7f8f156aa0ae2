package dev.thespis.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes an integer unsigned on the wire, as Rust's `u64` is: `long` and `Long`, also `int`, `short`, `byte` and their
/// boxes.
///
/// It may stand wherever the type does: `@Unsigned long id`, `List<@Unsigned Long> ids`. A `@Unsigned byte[]` is an
/// array of numbers from 0 to 255, as Rust's `Vec<u8>` is, where a `byte[]` is a byte string.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Unsigned {}
