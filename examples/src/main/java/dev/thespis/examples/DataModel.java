package dev.thespis.examples;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Output;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Unsigned;
import dev.thespis.wire.cbor.Cbor;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What messages may be made of, and what it is on the wire.
public final class DataModel {
    private DataModel() {}

    enum Size {
        SMALL,
        LARGE
    }

    sealed interface Payment {
        record Cash() implements Payment {}

        record Card(String number) implements Payment {}
    }

    @Transparent
    record Sku(@Unsigned long number) {}

    record Order(List<Sku> items, Size size, Payment payment, Optional<String> note) {}

    @Namespace("shop")
    interface Shop {
        record Place(Order order) implements Message<Shop, Integer> {}

        record Find(int number) implements Message<Shop, Optional<Order>> {}

        record All() implements Message<Shop, List<Order>> {}
    }

    public static void main(String[] args) {
        show(Sku.class, new Sku(7));
        show(Size.class, Size.LARGE);
        show(Payment.class, new Payment.Cash());
        show(Payment.class, new Payment.Card("4711"));
        show(Order.class, new Order(List.of(new Sku(7)), Size.SMALL, new Payment.Cash(), Optional.empty()));
        show(Shop.Find.class, new Shop.Find(7));
        show(Shop.All.class, new Shop.All());
    }

    private static <T> void show(Class<T> type, T value) {
        var out = new Output(64);
        Cbor.codecs().codec(type).write(value, out);
        System.out.println(value + " " + HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.position())));
    }
}
