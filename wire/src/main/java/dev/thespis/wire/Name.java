package dev.thespis.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name on the wire, where it is not the one in Java: of a record's component, of an enum's constant, or of a
/// record as one of a sealed interface's variants.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE})
public @interface Name {
    /// The name.
    ///
    /// @return any text
    String value();
}
