package dev.thespis.remote.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/// The handler of a message that came over a connection, while it runs. By default only runs of 20 ms and more are
/// recorded.
@Name("dev.thespis.Handle")
@Label("Handle")
@Category({"Thespis"})
@Description("The handler of a message that came over a connection, while it runs")
@StackTrace(false)
@Threshold("20 ms")
public final class HandleFlight extends Event {
    private static final HandleFlight ASKED = new HandleFlight(0, "", "", 0, 0);

    @Label("Connection")
    @Description("The number of the peer in its process")
    final long connection;

    @Label("Peer")
    final String peer;

    @Label("Service")
    final String service;

    @Label("Call")
    @Description("Which call of the other side, by its connection id; 0 for a send")
    final long call;

    @Label("Waited")
    @Description("How long the message had waited for its turn")
    @Timespan(Timespan.NANOSECONDS)
    final long waited;

    @Label("Outcome")
    @Description("handled, or the class of what the handler threw")
    String outcome = "";

    private HandleFlight(long connection, String peer, String service, long call, long waited) {
        this.connection = connection;
        this.peer = peer;
        this.service = service;
        this.call = call;
        this.waited = waited;
    }

    /// Whether such events are recorded.
    ///
    /// @return false at no cost while nobody records
    public static boolean isOn() {
        return ASKED.isEnabled();
    }

    /// Begins one.
    ///
    /// @param connection the number of the peer
    /// @param peer its name
    /// @param service namespace and name
    /// @param call the caller's connection id, or 0
    /// @param waitedNanos how long the message had waited
    /// @return to be ended
    public static HandleFlight begin(long connection, String peer, String service, long call, long waitedNanos) {
        var event = new HandleFlight(connection, peer, service, call, waitedNanos);
        event.begin();
        return event;
    }

    /// The handler has ended.
    ///
    /// @param result handled, or the class of what it threw
    public void end(String result) {
        outcome = result;
        commit();
    }
}
