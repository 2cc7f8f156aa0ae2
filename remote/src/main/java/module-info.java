/// Peers: typed calls and sends between processes, over any duplex stream of bytes.
@org.jspecify.annotations.NullMarked
module dev.thespis.remote {
    requires transitive dev.thespis.actor;
    requires transitive dev.thespis.wire;
    requires jdk.jfr;
    requires static transitive org.jspecify;

    exports dev.thespis.remote;
    exports dev.thespis.remote.tls;
    exports dev.thespis.remote.transport;

    opens dev.thespis.remote.control to
            dev.thespis.wire;
}
