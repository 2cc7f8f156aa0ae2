package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// How messages wait: what becomes of five that arrive while the actor is busy.
public final class Mailboxes {
    private Mailboxes() {}

    interface Screen {
        record Draw(int frame) implements Message<Screen, Void> {}

        record Busy(CountDownLatch begun, CountDownLatch until) implements Message<Screen, Void> {}
    }

    record Display(List<Integer> drawn) implements Actor<Screen> {
        @Override
        public Handlers<Screen> handlers() {
            return Handlers.of(Screen.class)
                    .run(Screen.Draw.class, draw -> drawn.add(draw.frame()))
                    .run(Screen.Busy.class, Display::work);
        }

        private static void work(Screen.Busy busy) throws InterruptedException {
            busy.begun().countDown();
            busy.until().await();
        }
    }

    public static void main(String[] args) throws Exception {
        show("bounded", Mailbox.bounded(3)); // three wait; a fourth would make its sender wait, so trySend says no
        show("unbounded", Mailbox.unbounded());
        show("latest", Mailbox.latest(2)); // the oldest give way
        show("priority", Mailbox.priority(8, message -> message instanceof Screen.Draw draw && draw.frame() % 2 == 0));
    }

    private static void show(String name, Mailbox mailbox) throws InterruptedException {
        var options = ActorOptions.named(name).withMailbox(mailbox);
        var drawn = new ArrayList<Integer>();
        var accepted = 0;
        try (var nursery = Nursery.open(name)) {
            var screen = nursery.spawn(Screen.class, options, () -> new Display(drawn));
            var begun = new CountDownLatch(1);
            var until = new CountDownLatch(1);
            screen.send(new Screen.Busy(begun, until));
            begun.await();
            for (var frame = 1; frame <= 5; frame++) if (screen.trySend(new Screen.Draw(frame))) accepted++;
            until.countDown();
        } // the actor handles what is in its mailbox before the nursery is closed
        System.out.println(name + " accepted " + accepted + ", drew " + drawn);
    }
}
