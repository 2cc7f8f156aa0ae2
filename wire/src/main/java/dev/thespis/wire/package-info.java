/// How messages become bytes. Anything may depend on this package; it depends on its own internals only.
package dev.thespis.wire;
