/// Rules about the whole library. Nothing depends on this package.
@org.jspecify.annotations.NullMarked
package dev.thespis.architecture;
