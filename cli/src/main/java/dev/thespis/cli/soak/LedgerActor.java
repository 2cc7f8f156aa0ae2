package dev.thespis.cli.soak;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.SendException;
import dev.thespis.cli.soak.Ledger.Desk;
import dev.thespis.cli.soak.Ledger.Receipt;
import dev.thespis.remote.Caller;
import dev.thespis.remote.Capability;

/// Notes down what it handles before it does anything else.
record LedgerActor(Journal journal, Address<Desk> desk) implements Actor<Ledger> {
    @Override
    public Handlers<Ledger> handlers() {
        return Handlers.of(Ledger.class)
                .on(Ledger.Enter.class, enter -> receive(enter.id(), enter.cargo()))
                .on(Ledger.Look.class, look -> receive(look.id(), look.cargo()))
                .concurrent(Ledger.Linger.class, this::linger)
                .concurrent(Ledger.Meet.class, this::meet);
    }

    private Receipt receive(long id, byte[] cargo) {
        note(journal, id);
        if (!Cargo.belongsTo(id, cargo)) journal.write(Journal.What.DAMAGED, 0, id);
        return new Receipt(id, cargo);
    }

    private Void linger(Ledger.Linger linger) throws InterruptedException {
        note(journal, linger.id());
        Thread.sleep(linger.millis());
        return null;
    }

    private Address<Desk> meet(Ledger.Meet meet) throws InterruptedException {
        note(journal, meet.id());
        try {
            meet.guest().send(new Ledger.Witness.Attest(meet.id()));
        } catch (SendException | CallException e) {
            // the guest has gone, and so will the answer
        }
        if (meet.id() % 2 == 0) Capability.release(meet.guest()); // else the collector does
        return desk;
    }

    static void note(Journal journal, long id) {
        journal.write(Journal.What.HANDLED, Caller.current().peer().id(), id);
    }

    /// What is reached over the address that was given.
    record DeskActor(Journal journal) implements Actor<Desk> {
        @Override
        public Handlers<Desk> handlers() {
            return Handlers.of(Desk.class).on(Desk.Ask.class, ask -> {
                note(journal, ask.id());
                return ask.id();
            });
        }
    }
}
