package dev.thespis.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The namespace under which a protocol is exposed to other processes, unless another one is given there.
///
/// A namespace and the simple name of a message make the text that is hashed to the id of a service, so both processes
/// must use the same one.
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Namespace {
    /// The namespace.
    ///
    /// @return text that is not blank, `remotes` for example; not `thespis`, nor anything that begins with `cap:`
    String value();
}
