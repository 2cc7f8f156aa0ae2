/// Small programs, each with one idea. Depends on `dev.thespis.remote`; nothing depends on it.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // OpenTelemetry has no module descriptors; one example alone needs it
module dev.thespis.examples {
    requires dev.thespis.remote;
    requires java.logging;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static org.jspecify;

    // The codec reads and makes the records of messages, which are nested in these packages.
    opens dev.thespis.examples to
            dev.thespis.wire;
    opens dev.thespis.examples.chat to
            dev.thespis.wire;
}
