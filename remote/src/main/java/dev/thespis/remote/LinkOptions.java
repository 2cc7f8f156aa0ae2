package dev.thespis.remote;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/// How a [Link] is set up.
///
/// @param peers how each of its peers is set up, one after the other; if they have no incarnation, they get one
/// that is the link's own
/// @param pauses how long it waits before it connects again
/// @param order which endpoint is tried first when a connection was lost; default, the one that it was connected to
/// @param meeting what counts as being connected
/// @param whileDown what becomes of requests while there is no connection; default, they wait for 60 s at most,
/// 10,000 of them
/// @param inFlight what becomes of calls whose connection is lost before they are answered; default, they fail
/// @param login what has to be done on each new connection before anything else goes there; default, nothing
/// @param watch is given the link before it begins to connect, so that who subscribes to its events misses none;
/// default, nobody
public record LinkOptions(
        PeerOptions peers,
        Pauses pauses,
        Order order,
        Meeting meeting,
        WhileDown whileDown,
        InFlight inFlight,
        Login login,
        Consumer<Link> watch) {

    private static final LinkOptions DEFAULTS = new LinkOptions(
            PeerOptions.defaults(),
            Pauses.defaults(),
            Order.STAY,
            Meeting.defaults(),
            new WhileDown.Wait(Duration.ofSeconds(60), WhileDown.REQUESTS),
            InFlight.FAIL,
            LinkOptions::ignore,
            LinkOptions::ignore);

    /// Which endpoint is tried first. The others follow, in the order in which they were given.
    public enum Order {
        /// The one that the link was connected to, if that connection was healthy; else the next one.
        STAY,
        /// The first one. A link that is connected to another one stays there until that connection is lost.
        PREFER_FIRST
    }

    /// What counts as being connected.
    ///
    /// @param connect how long an endpoint may take to make a stream, over 0 to 1 hour; default 10 s
    /// @param hello how long the server's first frame is waited for, over 0 to 1 hour; default 10 s
    /// @param silence what it means if none comes
    public record Meeting(Duration connect, Duration hello, Silence silence) {
        /// What it means if a server says nothing.
        public enum Silence {
            /// It is not there: another one is tried. The default.
            FAILED,
            /// It is a peer of the original, which says nothing by itself.
            LEGACY
        }

        /// Checks the options.
        public Meeting {
            Objects.requireNonNull(silence, "silence");
            checkTime("connect", connect);
            checkTime("hello", hello);
        }

        /// The defaults.
        ///
        /// @return as described at each component
        public static Meeting defaults() {
            return new Meeting(Duration.ofSeconds(10), Duration.ofSeconds(10), Silence.FAILED);
        }
    }

    /// What becomes of requests while there is no connection. Only `trySend` never waits: it says no.
    public sealed interface WhileDown {
        /// So many may wait, if nothing else is said.
        int REQUESTS = 10_000;

        /// They wait, each in its own thread: `callAsync` too, before it returns its future. It is as waiting for
        /// credit is.
        ///
        /// @param longest for how long at most, over 0 to 1 hour; the deadline of a call holds besides
        /// @param requests how many at most, calls that are to be tried again included, 1 to 1,000,000. Others are
        /// refused as `Overloaded`
        record Wait(Duration longest, int requests) implements WhileDown {
            /// Checks the options.
            public Wait {
                checkTime("longest", longest);
                if (requests < 1 || requests > 1_000_000)
                    throw new IllegalArgumentException("requests=" + requests + ", must be from 1 to 1000000");
            }
        }

        /// They fail at once, certainly not handled.
        record Fail() implements WhileDown {}
    }

    /// What becomes of calls whose connection is lost before they are answered: they may have been handled.
    public enum InFlight {
        /// They fail at once.
        FAIL,
        /// Those whose messages are [dev.thespis.actor.Idempotent] are tried again on the next connection, within their
        /// deadlines; the others fail.
        RETRY_IDEMPOTENT
    }

    /// What has to be done on each new connection before requests go there.
    @FunctionalInterface
    public interface Login {
        /// Calls what is to be called, through addresses of the peer; makes the peer a target of a [Relay] after that,
        /// if one is to follow the link. If it fails, the connection is closed, and the next endpoint is tried.
        ///
        /// @param peer new, connected
        /// @throws Exception if this connection is of no use
        void login(Peer peer) throws Exception;
    }

    /// Checks the options.
    public LinkOptions {
        Objects.requireNonNull(peers, "peers");
        Objects.requireNonNull(pauses, "pauses");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(meeting, "meeting");
        Objects.requireNonNull(whileDown, "whileDown");
        Objects.requireNonNull(inFlight, "inFlight");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(watch, "watch");
    }

    private static void ignore(Peer peer) {}

    private static void ignore(Link link) {}

    private static void checkTime(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(Duration.ofHours(1)) > 0)
            throw new IllegalArgumentException(name + "=" + value + ", must be more than zero and at most 1 hour");
    }

    /// The defaults.
    ///
    /// @return as described at each component
    public static LinkOptions defaults() {
        return DEFAULTS;
    }

    /// The same options with other ones for the peers.
    ///
    /// @param value how each peer is set up
    /// @return new options
    public LinkOptions withPeers(PeerOptions value) {
        return new LinkOptions(value, pauses, order, meeting, whileDown, inFlight, login, watch);
    }

    /// The same options with other pauses.
    ///
    /// @param value how long the link waits before it connects again
    /// @return new options
    public LinkOptions withPauses(Pauses value) {
        return new LinkOptions(peers, value, order, meeting, whileDown, inFlight, login, watch);
    }

    /// The same options with another order.
    ///
    /// @param value which endpoint is tried first
    /// @return new options
    public LinkOptions withOrder(Order value) {
        return new LinkOptions(peers, pauses, value, meeting, whileDown, inFlight, login, watch);
    }

    /// The same options with another meeting.
    ///
    /// @param value what counts as being connected
    /// @return new options
    public LinkOptions withMeeting(Meeting value) {
        return new LinkOptions(peers, pauses, order, value, whileDown, inFlight, login, watch);
    }

    /// The same options for other behaviour while there is no connection.
    ///
    /// @param value what becomes of requests
    /// @return new options
    public LinkOptions withWhileDown(WhileDown value) {
        return new LinkOptions(peers, pauses, order, meeting, value, inFlight, login, watch);
    }

    /// The same options with another fate of calls in flight.
    ///
    /// @param value what becomes of them
    /// @return new options
    public LinkOptions withInFlight(InFlight value) {
        return new LinkOptions(peers, pauses, order, meeting, whileDown, value, login, watch);
    }

    /// The same options with another login.
    ///
    /// @param value what is done on each new connection before requests go there
    /// @return new options
    public LinkOptions withLogin(Login value) {
        return new LinkOptions(peers, pauses, order, meeting, whileDown, inFlight, value, watch);
    }

    /// The same options with another one who watches.
    ///
    /// @param value is given the link before it begins to connect
    /// @return new options
    public LinkOptions withWatch(Consumer<Link> value) {
        return new LinkOptions(peers, pauses, order, meeting, whileDown, inFlight, login, value);
    }
}
