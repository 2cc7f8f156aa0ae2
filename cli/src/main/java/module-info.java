/// The `thespis` command: tools to serve, call, check and measure services, and what they share.
@org.jspecify.annotations.NullMarked
module dev.thespis.cli {
    requires dev.thespis.remote;
    requires info.picocli;
    requires jdk.management;
    requires static org.jspecify;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.cbor;

    opens dev.thespis.cli to
            info.picocli;
    opens dev.thespis.cli.attack to
            dev.thespis.wire;
    opens dev.thespis.cli.bench to
            dev.thespis.wire,
            tools.jackson.databind;
    opens dev.thespis.cli.demo to
            dev.thespis.wire;
    opens dev.thespis.cli.reference to
            dev.thespis.wire;
    opens dev.thespis.cli.relay to
            dev.thespis.wire;
    opens dev.thespis.cli.soak to
            dev.thespis.wire;
}
