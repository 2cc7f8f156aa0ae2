package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    record Order(long id) {}

    interface Query<R> extends Message<Shop, List<R>> {}

    interface Base {
        record Ping() implements Message<Base, String> {}
    }

    interface Shop extends Base {
        record Orders(String customer) implements Message<Shop, List<Order>> {}

        record Totals() implements Message<Shop, Map<String, long[]>> {}

        record Search(String text) implements Query<Order> {}

        record Item(String name) {}

        enum Colour {
            RED
        }
    }

    @SuppressWarnings("unused")
    interface Types {
        List<Order> orders();

        Map<String, long[]> totals();
    }

    @Nested
    class Messages {
        @Test
        void areNestedRecordsOwnAndInherited() {
            assertThat(Protocol.of(Shop.class).messages())
                    .extracting(MessageType::name)
                    .containsExactly("Orders", "Ping", "Search", "Totals");
        }

        @Test
        void carryTheirReplyTypeWithArguments() throws Exception {
            Type orders = Types.class.getDeclaredMethod("orders").getGenericReturnType();
            Type totals = Types.class.getDeclaredMethod("totals").getGenericReturnType();

            assertThat(replyType("Orders")).isEqualTo(orders);
            assertThat(replyType("Totals")).isEqualTo(totals);
            assertThat(replyType("Ping")).isEqualTo(String.class);
        }

        @Test
        void carryReplyTypesThatAnInterfaceBetweenLeavesToThem() throws Exception {
            Type orders = Types.class.getDeclaredMethod("orders").getGenericReturnType();

            assertThat(replyType("Search")).isEqualTo(orders).hasSameHashCodeAs(orders);
            assertThat(replyType("Search").getTypeName()).isEqualTo(orders.getTypeName());
            assertThat(orders).isEqualTo(replyType("Search"));
        }

        @Test
        void haveAnIndex() {
            Protocol<Shop> shop = Protocol.of(Shop.class);
            for (MessageType message : shop.messages()) {
                assertThat(shop.messages().get(shop.index(message.type()))).isEqualTo(message);
            }
            assertThat(shop.index(Shop.Item.class)).isEqualTo(-1);
            assertThat(shop.index(Counter.Add.class)).isEqualTo(-1);
        }

        private static Type replyType(String name) {
            return Protocol.of(Shop.class).messages().stream()
                    .filter(message -> message.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .replyType();
        }
    }

    @Test
    void isReadOnce() {
        assertThat(Protocol.of(Shop.class)).isSameAs(Protocol.of(Shop.class));
        assertThat(Protocol.of(Shop.class).type()).isEqualTo(Shop.class);
        assertThat(Protocol.of(Shop.class)).hasToString("Shop");
    }

    @Nested
    class Refuses {
        @Test
        void classes() {
            refused(String.class, "a protocol is an interface");
        }

        @Test
        void interfacesWithoutMessages() {
            refused(Runnable.class, "no record nested in it implements Message<Runnable, …>");
        }

        interface Parametrized<T> {
            record Do() implements Message<Parametrized<?>, Void> {}
        }

        @Test
        void genericProtocols() {
            refused(Parametrized.class, "has type parameters, which a protocol can't have");
        }

        interface GenericMessage {
            record Put<T>(T what) implements Message<GenericMessage, Void> {}
        }

        @Test
        void genericMessages() {
            refused(GenericMessage.class, "Put has type parameters, which a message can't have");
        }

        interface OneName extends Base {
            record Ping() implements Message<OneName, Void> {}
        }

        @Test
        void twoMessagesOfOneName() {
            refused(OneName.class, "two messages are called Ping: ");
        }

        interface Foreign {
            record Alien() implements Message<Counter, Void> {}
        }

        @Test
        void messagesOfOtherProtocols() {
            refused(Foreign.class, "is a message of dev.thespis.actor.Counter, but nested in");
        }

        @SuppressWarnings("rawtypes")
        interface Raw {
            record Do() implements Message {}
        }

        @Test
        void messagesWithoutTypeArguments() {
            refused(Raw.class, "implements Message without type arguments");
        }

        interface Open {
            record Do() implements Message<Open, List<?>> {}
        }

        @Test
        void replyTypesThatAreNotDefinite() {
            refused(Open.class, "the reply type java.util.List<?> of");
        }

        private static void refused(Class<?> type, String reason) {
            assertThatThrownBy(() -> Protocol.of(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(type.getName() + " is not a protocol: ")
                    .hasMessageContaining(reason);
        }
    }

    @Nested
    class HandlersOfIt {
        @Test
        void takeOneHandlerForEachMessage() {
            Handlers<Counter> handlers = Handlers.of(Counter.class).on(Counter.Show.class, show -> 1L);

            assertThatThrownBy(() -> handlers.concurrent(Counter.Show.class, show -> 2L))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is a handler for")
                    .hasMessageContaining("Show");
        }

        @Test
        void refuseRecordThatIsNestedElsewhere() {
            record Elsewhere() implements Message<Counter, Long> {}

            assertThatThrownBy(() -> Handlers.of(Counter.class).on(Elsewhere.class, message -> 1L))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not a message of Counter");
        }
    }
}
