/// Whether the documents say what is so. Nothing depends on this package.
@org.jspecify.annotations.NullMarked
package dev.thespis.docs;
