package dev.thespis.cli.soak;

import dev.thespis.actor.Address;
import dev.thespis.actor.Idempotent;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// What is called and sent to. Each id is noted down as soon as its handler begins.
@Namespace("soak")
interface Ledger {
    /// What comes back: the same.
    record Receipt(long id, byte[] cargo) {}

    /// Must not be handled twice. Called and sent.
    record Enter(long id, byte[] cargo) implements Message<Ledger, Receipt> {}

    /// May be handled again, over another connection.
    @Idempotent
    record Look(long id, byte[] cargo) implements Message<Ledger, Receipt> {}

    /// Takes its time, beside others; for deadlines and cancels that come meanwhile.
    record Linger(long id, int millis) implements Message<Ledger, Void> {}

    /// Lets the guest attest that it was met, and gives an address in return.
    record Meet(long id, Address<Witness> guest) implements Message<Ledger, Address<Desk>> {}

    /// What a guest is told, over the address that it has given.
    interface Witness {
        /// It was met.
        record Attest(long id) implements Message<Witness, Void> {}
    }

    /// What is reached over the address that is given in return.
    interface Desk {
        /// Must not be handled twice; returns its id.
        record Ask(long id) implements Message<Desk, Long> {}
    }
}
