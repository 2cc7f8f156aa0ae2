/// Ids, frames and the CBOR codec: pure functions on bytes. Depends on nothing.
@org.jspecify.annotations.NullMarked
module dev.thespis.wire {
    // Not static: the codec looks for `@Nullable` on components at run time.
    requires transitive org.jspecify;

    exports dev.thespis.wire;
    exports dev.thespis.wire.cbor;
}
