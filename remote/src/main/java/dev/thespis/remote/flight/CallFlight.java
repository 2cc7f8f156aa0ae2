package dev.thespis.remote.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/// A call of ours, from when it was made until its caller knew the outcome. By default only those of 20 ms and more are
/// recorded.
@Name("dev.thespis.Call")
@Label("Call")
@Category({"Thespis"})
@Description("A call of ours, from when it was made until its caller knew the outcome")
@StackTrace(false)
@Threshold("20 ms")
public final class CallFlight extends Event {
    private static final CallFlight ASKED = new CallFlight(0, "", "");

    @Label("Connection")
    @Description("The number of the peer in its process")
    final long connection;

    @Label("Peer")
    final String peer;

    @Label("Service")
    final String service;

    @Label("Outcome")
    @Description("replied, or what kind of failure it was")
    String outcome = "";

    private CallFlight(long connection, String peer, String service) {
        this.connection = connection;
        this.peer = peer;
        this.service = service;
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
    /// @return to be ended
    public static CallFlight begin(long connection, String peer, String service) {
        var event = new CallFlight(connection, peer, service);
        event.begin();
        return event;
    }

    /// The caller knows.
    ///
    /// @param result replied, or what kind of failure it was
    public void end(String result) {
        outcome = result;
        commit();
    }
}
