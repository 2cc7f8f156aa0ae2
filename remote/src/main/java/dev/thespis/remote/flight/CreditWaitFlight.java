package dev.thespis.remote.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/// A request of ours waits until the other side has room for it. By default only waits of 20 ms and more are recorded.
@Name("dev.thespis.CreditWait")
@Label("Wait for Credit")
@Category({"Thespis"})
@Description("A request of ours waits until the other side has room for it")
@StackTrace(false)
@Threshold("20 ms")
public final class CreditWaitFlight extends Event {
    private static final CreditWaitFlight ASKED = new CreditWaitFlight(0, "", "", "");

    @Label("Connection")
    @Description("The number of the peer in its process")
    final long connection;

    @Label("Peer")
    final String peer;

    @Label("Service")
    @Description("Its id")
    final String service;

    @Label("Waits For")
    @Description("messages: the window of its service; bytes: that of the connection, or room in the queue")
    final String window;

    private CreditWaitFlight(long connection, String peer, String service, String window) {
        this.connection = connection;
        this.peer = peer;
        this.service = service;
        this.window = window;
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
    /// @param service its id
    /// @param window what it waits for
    /// @return to be ended with `commit`
    public static CreditWaitFlight begin(long connection, String peer, String service, String window) {
        var event = new CreditWaitFlight(connection, peer, service, window);
        event.begin();
        return event;
    }
}
