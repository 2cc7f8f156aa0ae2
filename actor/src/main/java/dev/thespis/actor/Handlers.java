package dev.thespis.actor;

import dev.thespis.actor.internal.ConcurrentHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The handlers of an actor: exactly one for each message of its protocol.
///
/// ```java
/// Handlers.of(Counter.class)
///         .run(Counter.Add.class, add -> total += add.n())
///         .on(Counter.Show.class, show -> total);
/// ```
///
/// *Threading.* Built by one thread; unchangeable once it is complete.
///
/// *Failure.* A second handler for a message is refused at once, a missing one when the actor is spawned.
///
/// @param <P> the protocol
public final class Handlers<P> {
    private final Protocol<P> protocol;

    /// By the message's position in the protocol. Once complete, every further change is refused, so actors use it as
    /// it is.
    private final @Nullable Handler<?, ?>[] table;

    private Handlers(Protocol<P> protocol) {
        this.protocol = protocol;
        this.table = new @Nullable Handler<?, ?>[protocol.messages().size()];
    }

    /// Begins with no handlers.
    ///
    /// @param protocol the protocol whose messages are to be handled
    /// @param <P> the protocol
    /// @return to be completed with the other methods
    /// @throws IllegalArgumentException if the interface can't be a protocol
    public static <P> Handlers<P> of(Class<P> protocol) {
        return new Handlers<>(Protocol.of(protocol));
    }

    /// Handles a message and replies with what the handler returns.
    ///
    /// @param type the message
    /// @param handler called for one message at a time
    /// @param <M> the message
    /// @param <R> the reply
    /// @return this
    /// @throws IllegalArgumentException if there is a handler for the message already, or it is none of the protocol's
    public <M extends Message<? super P, R>, R> Handlers<P> on(Class<M> type, Handler<? super M, ? extends R> handler) {
        return put(type, Objects.requireNonNull(handler));
    }

    /// Handles a message that has no reply.
    ///
    /// @param type the message
    /// @param procedure called for one message at a time
    /// @param <M> the message
    /// @return this
    /// @throws IllegalArgumentException if there is a handler for the message already, or it is none of the protocol's
    public <M extends Message<? super P, Void>> Handlers<P> run(Class<M> type, Procedure<? super M> procedure) {
        Objects.requireNonNull(procedure);
        return put(type, (Handler<M, Void>) message -> {
            procedure.handle(message);
            return null;
        });
    }

    /// Handles a message concurrently with all others, each on a virtual thread of its own.
    ///
    /// For handlers that don't need the actor's state, or only what is safe to share. How many may run at once is set
    /// by [ActorOptions]; an actor has not stopped before all of them have ended. A restart leaves them running.
    ///
    /// @param type the message
    /// @param handler called by several threads at once
    /// @param <M> the message
    /// @param <R> the reply
    /// @return this
    /// @throws IllegalArgumentException if there is a handler for the message already, or it is none of the protocol's
    public <M extends Message<? super P, R>, R> Handlers<P> concurrent(
            Class<M> type, Handler<? super M, ? extends R> handler) {
        return put(type, new ConcurrentHandler<M, R>(handler));
    }

    private Handlers<P> put(Class<?> type, Handler<?, ?> handler) {
        int position = protocol.index(type);
        if (position < 0) {
            throw new IllegalArgumentException(type.getName() + " is not a message of " + protocol);
        }
        if (table[position] != null) {
            throw new IllegalArgumentException("there is a handler for " + type.getName() + " already");
        }
        table[position] = handler;
        return this;
    }

    /// The handlers by their messages' positions in the protocol; refused if one is missing.
    @SuppressWarnings("NullAway") // no element is null when none is missing
    Handler<?, ?>[] table(Protocol<?> expected) {
        if (expected != protocol) {
            throw new IllegalArgumentException("handlers of " + protocol + " given for an actor of " + expected);
        }
        List<String> missing = new ArrayList<>(0);
        for (int i = 0; i < table.length; i++) {
            if (table[i] == null) {
                missing.add(protocol.messages().get(i).name());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "no handler for " + String.join(", ", missing) + " of " + protocol.name());
        }
        return table;
    }
}
