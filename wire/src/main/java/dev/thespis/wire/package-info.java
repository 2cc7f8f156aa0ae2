/// How messages become bytes. Anything may depend on this package; it depends on nothing.
package dev.thespis.wire;
