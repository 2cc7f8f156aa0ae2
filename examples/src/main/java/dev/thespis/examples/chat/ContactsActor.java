package dev.thespis.examples.chat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Capability;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Gives each user who asks a private line of its own, and can cut each of them off.
final class ContactsActor implements Actor<Contacts> {
    private static final int MOST = 1_000;

    private final Nursery nursery;
    private final Screen screen;
    private final Map<String, Capability<Inbox>> lines = new LinkedHashMap<>();
    private final Set<String> blocked = new HashSet<>();

    ContactsActor(Nursery nursery, Screen screen) {
        this.nursery = nursery;
        this.screen = screen;
    }

    @Override
    public Handlers<Contacts> handlers() {
        return Handlers.of(Contacts.class)
                .on(Door.Introduce.class, ask -> introduce(ask.name()))
                .run(Contacts.Block.class, block -> {
                    blocked.add(block.name());
                    cut(block.name());
                })
                .run(Contacts.Allow.class, allow -> blocked.remove(allow.name()));
    }

    private Answer<Address<Inbox>> introduce(String name) {
        if (!Text.isName(name)) return new Answer.No<>(Text.notAName(name));
        if (blocked.contains(name)) return new Answer.No<>("that user wants no private lines from you");
        // Whose line is cut to make room for another's may simply ask again.
        if (lines.size() == MOST && !lines.containsKey(name))
            cut(lines.keySet().iterator().next());
        return new Answer.Yes<>(lines.computeIfAbsent(name, this::line).address());
    }

    private Capability<Inbox> line(String name) {
        return Capability.of(Inbox.class, nursery.spawn(Inbox.class, () -> new PrivateLine(name, screen)));
    }

    private void cut(String name) {
        var line = lines.remove(name);
        if (line != null) line.revoke();
    }
}
