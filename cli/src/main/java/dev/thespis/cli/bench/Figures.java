package dev.thespis.cli.bench;

/// What was measured of one transport in one mode.
///
/// @param transport `peer` or `raw`
/// @param kind `call`, `call-async` or `send`
/// @param outstanding how many calls waited at once
/// @param payloadBytes how much each message carried
/// @param perSecond messages per second
/// @param toRaw that, divided by the raw socket's in the same run; 1 for the raw socket itself
/// @param p50Micros median round trip, where calls came one after the other; else 0
/// @param p99Micros the same for 99 of 100 calls
/// @param clientCpuMicros processor time per message in the calling process
/// @param serverCpuMicros processor time per message in the called process
public record Figures(
        String transport,
        String kind,
        int outstanding,
        int payloadBytes,
        double perSecond,
        double toRaw,
        double p50Micros,
        double p99Micros,
        double clientCpuMicros,
        double serverCpuMicros) {
    Figures relativeTo(Figures raw) {
        return new Figures(
                transport,
                kind,
                outstanding,
                payloadBytes,
                perSecond,
                perSecond / raw.perSecond,
                p50Micros,
                p99Micros,
                clientCpuMicros,
                serverCpuMicros);
    }
}
