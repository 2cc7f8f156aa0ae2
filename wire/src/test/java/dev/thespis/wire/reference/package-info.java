/// The messages of the reference services, as the golden data's README lists them. Used by tests only.
package dev.thespis.wire.reference;
