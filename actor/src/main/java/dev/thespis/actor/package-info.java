/// Typed actors and what they stand on. Anything may depend on this package; it depends on its own internals only.
package dev.thespis.actor;
