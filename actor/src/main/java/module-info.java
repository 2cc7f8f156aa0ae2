/// Typed actors: messages, addresses, mailboxes, nurseries and supervision. Depends on nothing.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the module that the internals are exported to is built later
module dev.thespis.actor {
    requires static transitive org.jspecify;

    exports dev.thespis.actor;
    exports dev.thespis.actor.internal to
            dev.thespis.remote;
}
