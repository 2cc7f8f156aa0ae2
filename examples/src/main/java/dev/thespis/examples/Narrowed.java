package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;

/// A protocol that extends another one, and an address that is handed on with fewer rights.
public final class Narrowed {
    private Narrowed() {}

    interface Reading {
        record Read() implements Message<Reading, String> {}
    }

    interface Writing extends Reading {
        record Write(String text) implements Message<Writing, Void> {}
    }

    static final class Note implements Actor<Writing> {
        private String text = "";

        @Override
        public Handlers<Writing> handlers() {
            return Handlers.of(Writing.class)
                    .on(Reading.Read.class, read -> text)
                    .run(Writing.Write.class, write -> text = write.text());
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("notes")) {
            Address<Writing> note = nursery.spawn(Writing.class, Note::new);
            note.send(new Writing.Write("milk, bread"));
            Address<Reading> reader = Address.narrow(note); // reader.send(new Writing.Write("")) does not compile
            System.out.println(reader.call(new Reading.Read()));
            System.out.println("the same actor: " + reader.equals(note));
        }
    }
}
