package dev.thespis.remote.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/// Something went wrong on a connection. What an unfriendly peer makes go wrong must not fill the recording: at most
/// 100 are recorded in a second.
@Name("dev.thespis.Error")
@Label("Error")
@Category({"Thespis"})
@Description("Something went wrong on a connection")
@StackTrace(false)
@Throttle("100/s")
public final class ErrorFlight extends Event {
    private static final ErrorFlight ASKED = new ErrorFlight(0, "", "", "", "");

    @Label("Connection")
    @Description("The number of the peer in its process")
    final long connection;

    @Label("Peer")
    final String peer;

    @Label("Side")
    @Description("here, or there if the other side tells of it")
    final String side;

    @Label("Kind")
    final String kind;

    @Label("Detail")
    final String detail;

    private ErrorFlight(long connection, String peer, String side, String kind, String detail) {
        this.connection = connection;
        this.peer = peer;
        this.side = side;
        this.kind = kind;
        this.detail = detail;
    }

    /// Whether such events are recorded.
    ///
    /// @return false at no cost while nobody records
    public static boolean isOn() {
        return ASKED.isEnabled();
    }

    /// Records one.
    ///
    /// @param connection the number of the peer
    /// @param peer its name
    /// @param side here or there
    /// @param kind which error
    /// @param detail all that is known
    public static void record(long connection, String peer, String side, String kind, String detail) {
        new ErrorFlight(connection, peer, side, kind, detail).commit();
    }
}
