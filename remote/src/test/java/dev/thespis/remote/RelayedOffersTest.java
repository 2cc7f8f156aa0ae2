package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.ServiceId;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of requests and consumers when a target changes what it offers.
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"MEMORY", "TCP"})
final class RelayedOffersTest extends RelayStage {
    RelayedOffersTest(Web.Over over) {
        super(over);
    }

    private static int waiting(Peer target) {
        return target.connection().lanes().stream().mapToInt(Lane::size).sum();
    }

    private static String number(int n) {
        return "19" + HexFormat.of().toHexDigits((short) n);
    }

    @Test
    void comeBehindWhatCameBeforeThem() throws Exception {
        open();
        greetedConsumer();
        provider.hello(10, 1 << 20); // what it offers is not known yet
        toProvider.remote(Duration.ofSeconds(20));
        for (var n = 0; n < 50; n++) consumer.frame(ADD, 0, number(n));
        Until.holds(() -> waiting(toProvider) == 40);
        provider.control(new Offer(List.of(new Offer.Item("remotes", "Add", ADD, 0))));
        passesOn(relay, "Add");
        consumer.frame(ADD, 7, number(50)); // is passed on by another service than those before
        Until.holds(() -> waiting(toProvider) == 41);

        for (var n = 0; n <= 50; n++) {
            assertThat(provider.request().payload()).isEqualTo(number(n));
            if (n < 50) provider.control(new Credit(ADD, 1, 27));
        }
    }

    @Test
    void leaveWhatComesAfterTheirWithdrawalBehind() throws Exception {
        open();
        greetedConsumer();
        var add = List.of(new Offer.Item("remotes", "Add", ADD, 0));
        provider.hello(10, 1 << 20);
        provider.control(new Offer(add));
        passesOn(relay, "Add");
        for (var n = 0; n < 50; n++) consumer.frame(ADD, 0, number(n));
        Until.holds(() -> waiting(toProvider) == 40);
        provider.control(new Withdraw(add));
        Until.holds(() -> !relay.toString().contains("::Add "));
        consumer.frame(ADD, 7, number(50));
        Until.holds(() -> waiting(toProvider) == 41);

        for (var n = 0; n <= 50; n++) {
            assertThat(provider.request().payload()).isEqualTo(number(n));
            if (n < 50) provider.control(new Credit(ADD, 1, 27));
        }
    }

    /// Flaps a service so often that each change is seen by itself.
    private void flap(String namespace, int times) throws Exception {
        var target = web.provider();
        target.serving().hello();
        relay.to(target.using());
        var add =
                new Offer.Item(namespace, "Add", ServiceId.of(namespace, "Add").value(), 0);
        var frames = new ByteArrayOutputStream();
        var between = RawPeer.frameBytes(REPLY, 9, "f6");
        frames.writeBytes(
                RawPeer.frameBytes(RawPeer.id(Offer.class), 0, RawPeer.hex(Offer.class, new Offer(List.of(add)))));
        frames.writeBytes(between);
        frames.writeBytes(RawPeer.frameBytes(
                RawPeer.id(Withdraw.class), 0, RawPeer.hex(Withdraw.class, new Withdraw(List.of(add)))));
        frames.writeBytes(between);
        for (var n = 0; n < times; n++) target.serving().bytes(frames.toByteArray());
        var last = new Offer.Item(
                namespace, "Last", ServiceId.of(namespace, "Last").value(), 0);
        target.serving().control(new Offer(List.of(add, last)));
    }

    @Test
    void thatChangeFasterThanAConsumerTakesThemAreToldTogether() throws Exception {
        var few = PeerOptions.defaults().withLimits(Limits.defaults().withControlFrames(100));
        var link = web.link(few, self -> self.expose(relay), few);

        flap("one", 20_000);
        flap("two", 20_000);

        Until.holds(() -> Web.offered(link.using()).stream()
                        .map(OfferedService::name)
                        .filter("Last"::equals)
                        .count()
                == 2);
        assertThat(Web.offered(link.using())).hasSize(4);
        assertThat(link.using().isOpen()).isTrue();
    }
}
