package dev.thespis.remote.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/// A one-way message of ours, from when it was given until it was accepted. By default only those that took 20 ms and
/// more are recorded.
@Name("dev.thespis.Send")
@Label("Send")
@Category({"Thespis"})
@Description("A one-way message of ours, from when it was given until it was accepted")
@StackTrace(false)
@Threshold("20 ms")
public final class SendFlight extends Event {
    private static final SendFlight ASKED = new SendFlight(0, "", "");

    @Label("Connection")
    @Description("The number of the peer in its process")
    final long connection;

    @Label("Peer")
    final String peer;

    @Label("Service")
    final String service;

    @Label("Outcome")
    @Description("accepted, or what kind of failure it was")
    String outcome = "";

    private SendFlight(long connection, String peer, String service) {
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
    public static SendFlight begin(long connection, String peer, String service) {
        var event = new SendFlight(connection, peer, service);
        event.begin();
        return event;
    }

    /// It is accepted, or it is not.
    ///
    /// @param result accepted, or what kind of failure it was
    public void end(String result) {
        outcome = result;
        commit();
    }
}
