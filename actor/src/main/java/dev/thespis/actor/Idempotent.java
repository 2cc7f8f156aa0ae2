package dev.thespis.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a message: handling it twice does no more than handling it once, and is answered as well.
///
/// A promise of the protocol's author to whoever calls: a question, or a command that sets something to a value. Who is
/// asked to try calls again that may have been handled, does so for these messages only; nobody else is concerned.
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
