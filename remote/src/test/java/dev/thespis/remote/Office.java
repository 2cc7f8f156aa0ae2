package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;

/// What tests ask for their caller.
@Namespace("office")
public interface Office {
    Attributes.Key<String> NAME = Attributes.Key.of("name", "nobody");
    Attributes.Key<Integer> COUNT = Attributes.Key.of("count", 0);

    record Login(String name) implements Message<Office, Void> {}

    record WhoAmI() implements Message<Office, String> {}

    /// As before, once as many ask at once as are expected.
    record WhoAreWe() implements Message<Office, String> {}

    record WhereAmI() implements Message<Office, String> {}

    record Principal() implements Message<Office, String> {}

    record PeerId() implements Message<Office, Long> {}

    record Count() implements Message<Office, Integer> {}

    /// Asks an actor behind this one.
    record Behind() implements Message<Office, Boolean> {}

    /// Asks a thread that the handler starts.
    record Aside() implements Message<Office, Boolean> {}

    record IsRemote() implements Message<Office, Boolean> {}

    record Fail() implements Message<Office, Void> {}

    /// The actor.
    record Receptionist(Address<Office> behind, Phaser together) implements Actor<Office> {
        @Override
        public Handlers<Office> handlers() {
            return Handlers.of(Office.class)
                    .run(Login.class, login -> Caller.current().attributes().set(NAME, login.name()))
                    .on(WhoAmI.class, ask -> Caller.current().attributes().get(NAME))
                    .concurrent(WhoAreWe.class, ask -> {
                        together.awaitAdvanceInterruptibly(together.arrive());
                        return Caller.current().attributes().get(NAME);
                    })
                    .on(WhereAmI.class, ask -> Caller.current().remoteAddress())
                    .on(Principal.class, ask -> Caller.current().principal().getName())
                    .on(PeerId.class, ask -> Caller.current().peer().id())
                    .concurrent(
                            Count.class, count -> Caller.current().attributes().update(COUNT, before -> before + 1))
                    .on(Behind.class, ask -> behind.call(new IsRemote()))
                    .on(Aside.class, ask -> {
                        var answer = new CompletableFuture<Boolean>();
                        Thread.ofVirtual().start(() -> answer.complete(Caller.isRemote()));
                        return answer.get();
                    })
                    .on(IsRemote.class, ask -> Caller.isRemote())
                    .run(Fail.class, fail -> {
                        throw new IllegalStateException("as asked");
                    });
        }
    }
}
