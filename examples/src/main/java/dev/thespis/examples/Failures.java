package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;

/// A failed call says why, whether the message may have been handled, and whether to try again.
public final class Failures {
    private Failures() {}

    @Namespace("examples")
    interface Bank {
        record Withdraw(long amount) implements Message<Bank, Long> {}

        record Lend(long amount) implements Message<Bank, Long> {}
    }

    static final class Branch implements Actor<Bank> {
        @Override
        public Handlers<Bank> handlers() {
            return Handlers.of(Bank.class)
                    .on(Bank.Withdraw.class, withdraw -> Math.subtractExact(Long.MIN_VALUE, withdraw.amount()))
                    .on(Bank.Lend.class, Bank.Lend::amount);
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("bank")) {
            var branch = nursery.spawn(Bank.class, Branch::new);
            var services =
                    Services.in("examples").message(Bank.Withdraw.class, branch).build();
            Address<Bank> bank;
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(services));
                    var peer = Tcp.connect("localhost", server.port())) {
                bank = peer.address(Bank.class);
                report(bank, new Bank.Withdraw(1)); // its handler throws
                report(bank, new Bank.Lend(1)); // it is not exposed
            }
            report(bank, new Bank.Withdraw(1)); // nobody is there any more
        }
    }

    private static void report(Address<Bank> bank, Message<Bank, Long> message) throws InterruptedException {
        try {
            System.out.println(bank.call(message));
        } catch (CallException e) {
            System.out.println(
                    message + ": " + advice(e.failure()) + ", " + e.failure().handled());
        }
    }

    private static String advice(CallFailure failure) {
        return switch (failure) {
            case CallFailure.Timeout timeout -> "too slow";
            case CallFailure.ConnectionLost lost -> "connect again";
            case CallFailure.Overloaded overloaded -> "try again later";
            case CallFailure.Cancelled cancelled -> "given up";
            case CallFailure.ActorStopped stopped -> "it has stopped";
            case CallFailure.HandlerFailed failed -> "it went wrong over there";
            case CallFailure.UnknownService unknown -> unknown.service() + " is not exposed";
            case CallFailure.Refused refused -> "not for you: " + refused.reason();
            case CallFailure.NoCalls publisher -> "send instead";
            case CallFailure.Undecodable undecodable -> "another version?";
            case CallFailure.TooLarge large -> "make it smaller than " + large.limitBytes();
            case CallFailure.Deadlock deadlock -> "a cycle: " + deadlock.cycle();
        };
    }
}
