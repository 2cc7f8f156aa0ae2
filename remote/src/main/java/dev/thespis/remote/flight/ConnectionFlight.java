package dev.thespis.remote.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;

/// A connection, from its beginning to its end. Of one that had begun before it was recorded, `opened` tells when.
@Name("dev.thespis.Connection")
@Label("Connection")
@Category({"Thespis"})
@Description("A connection, from its beginning to its end")
@StackTrace(false)
public final class ConnectionFlight extends Event {
    private static final ConnectionFlight ASKED = new ConnectionFlight();

    @Label("Connection")
    @Description("The number of the peer in its process")
    long connection;

    @Label("Peer")
    String peer = "";

    @Label("Remote Address")
    String remote = "";

    @Label("Side")
    @Description("CONNECTING or ACCEPTING")
    String side = "";

    @Label("Opened")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long opened;

    @Label("Bytes Sent")
    @DataAmount
    long bytesSent;

    @Label("Bytes Received")
    @DataAmount
    long bytesReceived;

    @Label("Calls Made")
    long callsMade;

    @Label("Calls Received")
    long callsReceived;

    @Label("Errors")
    long errors;

    @Label("Cause")
    @Description("LOCAL, REMOTE, CORRUPT or FAILED")
    String cause = "";

    @Label("Reason")
    String reason = "";

    private ConnectionFlight() {}

    /// Whether such events are recorded.
    ///
    /// @return false at no cost while nobody records
    public static boolean isOn() {
        return ASKED.isEnabled();
    }

    /// Begins one.
    ///
    /// @return to be ended
    public static ConnectionFlight begun() {
        var event = new ConnectionFlight();
        event.begin();
        return event;
    }

    /// Who it was.
    ///
    /// @param number of the peer
    /// @param name of the peer
    /// @param remoteAddress where the other end was
    /// @param openedMillis since 1970
    /// @param whichSide has connected
    /// @return this
    public ConnectionFlight of(long number, String name, String remoteAddress, long openedMillis, String whichSide) {
        connection = number;
        peer = name;
        remote = remoteAddress;
        opened = openedMillis;
        side = whichSide;
        return this;
    }

    /// What it has carried.
    ///
    /// @param sentBytes in all
    /// @param receivedBytes in all
    /// @param made how many calls this side has made
    /// @param received how many calls the other side has made
    /// @param failures how many errors there were on this side
    /// @return this
    public ConnectionFlight carried(long sentBytes, long receivedBytes, long made, long received, long failures) {
        bytesSent = sentBytes;
        bytesReceived = receivedBytes;
        callsMade = made;
        callsReceived = received;
        errors = failures;
        return this;
    }

    /// It has ended.
    ///
    /// @param why LOCAL, REMOTE, CORRUPT or FAILED
    /// @param because for people to read
    public void end(String why, String because) {
        cause = why;
        reason = because;
        commit();
    }
}
