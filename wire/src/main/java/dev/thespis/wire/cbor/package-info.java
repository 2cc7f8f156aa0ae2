/// CBOR (RFC 8949) with the data model of Rust's serde. May depend on [dev.thespis.wire] and on nothing else.
package dev.thespis.wire.cbor;
