/// Ids, frames and the CBOR codec: pure functions on bytes. Depends on nothing.
@org.jspecify.annotations.NullMarked
module dev.thespis.wire {
    requires static transitive org.jspecify;

    exports dev.thespis.wire;
}
