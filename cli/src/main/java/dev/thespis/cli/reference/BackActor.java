package dev.thespis.cli.reference;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;

/// Handles [Back]. The handlers are concurrent: while one waits for the caller, others go on.
final class BackActor implements Actor<Back> {
    private final Address<Hub> caller;

    BackActor(Address<Hub> caller) {
        this.caller = caller;
    }

    @Override
    public Handlers<Back> handlers() {
        return Handlers.of(Back.class)
                .concurrent(Back.CallBack.class, this::call)
                .concurrent(Back.SendBack.class, this::send);
    }

    private Result<Long, String> call(Back.CallBack back) throws InterruptedException {
        try {
            return new Result.Ok<>(caller.call(new Hub.Add(back.n())));
        } catch (CallException e) {
            return new Result.Err<>(e.failure().describe());
        }
    }

    private long send(Back.SendBack back) throws InterruptedException {
        for (var n = 0L; Long.compareUnsigned(n, back.count()) < 0; n++) caller.send(new Hub.Nop(n));
        return back.count();
    }
}
