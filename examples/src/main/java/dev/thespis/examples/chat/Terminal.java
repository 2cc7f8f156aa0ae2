package dev.thespis.examples.chat;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure.Handled;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Does what is typed, line by line.
final class Terminal {
    private static final String HELP =
            "/join ROOM  /leave  /rooms  /who  /msg NAME TEXT  /block NAME  /allow NAME  /quit";

    private final ChatClient client;
    private final Screen screen;

    /// Those the user is in; what is typed is said in the last one.
    private final List<String> rooms = new ArrayList<>();

    private Terminal(ChatClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /// Logs in, and works until it ends.
    ///
    /// @return whether the user wanted it so
    static boolean converse(ChatClient client, Screen screen, String name, String password, BufferedReader in)
            throws InterruptedException {
        try {
            var answer = client.login(name, password);
            if (answer instanceof Answer.No<?> no) screen.note(no.why());
            else screen.note("welcome, " + name + "; " + HELP);
            return answer instanceof Answer.Yes<?> && new Terminal(client, screen).run(in);
        } catch (CallException e) {
            screen.note("not logged in: " + e.failure().describe());
            return false;
        }
    }

    /// Works until the user quits, there is no more input, or the connection ends, whatever comes first.
    ///
    /// @return whether the user wanted it so
    private boolean run(BufferedReader in) throws InterruptedException {
        var end = new CompletableFuture<String>();
        // Nothing ends a read of standard input: that thread can't be waited for, and must not keep the process.
        Thread.ofPlatform().daemon().name("typed").start(() -> read(in, end));
        Thread.ofVirtual().name("ending").start(() -> await(end));
        var lost = end.join();
        if (!lost.isEmpty()) screen.note("the connection has ended: " + lost);
        return lost.isEmpty();
    }

    private void await(CompletableFuture<String> end) {
        try {
            end.complete(client.ending());
        } catch (InterruptedException e) {
            end.complete("interrupted");
        }
    }

    private void read(BufferedReader in, CompletableFuture<String> end) {
        try {
            var line = "/join lounge";
            while (line != null && !end.isDone() && obey(line.strip())) line = in.readLine();
            end.complete("");
        } catch (IOException | InterruptedException e) {
            end.complete("can't read what is typed: " + e);
        } catch (CallException e) {
            // Only the connection's end is not dealt with where it happens; who waits for that has it told.
        }
    }

    /// Does what one line says.
    ///
    /// @return whether to go on
    private boolean obey(String line) throws InterruptedException {
        if (line.equals("/quit")) return false;
        try {
            if (!line.isEmpty()) obey(line.split("\\s+", 3), line);
        } catch (CallException e) {
            if (!client.isOpen()) throw e;
            var certainly = e.failure().handled() == Handled.NO;
            screen.note((certainly ? "not done: " : "perhaps not done: ")
                    + e.failure().describe());
        }
        return true;
    }

    private void obey(String[] words, String line) throws InterruptedException {
        switch (words[0] + " " + (words.length - 1)) {
            case "/join 1" -> enter(words[1]);
            case "/leave 0" -> leave();
            case "/rooms 0" -> screen.note("rooms: " + String.join(", ", client.rooms()));
            case "/who 0" -> screen.note("here: " + String.join(", ", client.who()));
            case "/msg 2" -> tell(words[1], words[2]);
            case "/block 1" -> block(words[1]);
            case "/allow 1" -> allow(words[1]);
            default -> {
                if (line.startsWith("/")) screen.note("there is no \"" + Text.shown(line) + "\", but " + HELP);
                else say(line);
            }
        }
    }

    private void block(String name) throws InterruptedException {
        if (!isName(name)) return;
        client.block(name);
        screen.note(name + " can't write to you in private");
    }

    private void allow(String name) throws InterruptedException {
        if (!isName(name)) return;
        client.allow(name);
        screen.note(name + " can write to you in private");
    }

    private boolean isName(String name) {
        var isOne = Text.isName(name);
        if (!isOne) screen.note(Text.notAName(name));
        return isOne;
    }

    private void enter(String name) throws InterruptedException {
        if (rooms.contains(name)) {
            screen.note("you are in " + name + " now");
        } else {
            switch (client.enter(name)) {
                case Answer.No<Member.Entered> no -> {
                    screen.note(no.why());
                    return;
                }
                case Answer.Yes<Member.Entered> yes ->
                    screen.note(
                            "in " + name + ": " + String.join(", ", yes.value().present()));
            }
        }
        rooms.remove(name);
        rooms.addLast(name);
    }

    private void leave() throws InterruptedException {
        if (rooms.isEmpty()) {
            screen.note("you are in no room");
            return;
        }
        refusal(client.leave(rooms.removeLast()));
        screen.note(rooms.isEmpty() ? "you are in no room now" : "you are in " + rooms.getLast() + " now");
    }

    private void say(String text) throws InterruptedException {
        if (rooms.isEmpty()) screen.note("you are in no room; /join one");
        else if (!Text.isLine(text)) screen.note(Text.NOT_A_LINE);
        else refusal(client.say(rooms.getLast(), text));
    }

    private void tell(String name, String text) throws InterruptedException {
        var answer = client.tell(name, text);
        refusal(answer);
        if (answer instanceof Answer.Yes<?>) screen.print("you -> " + name + ": ", text);
    }

    private void refusal(Answer<?> answer) {
        if (answer instanceof Answer.No<?> no) screen.note(no.why());
    }
}
