package dev.thespis.actor;

/// The actor of the documentation's examples.
final class Tally implements Actor<Counter> {
    private long total;

    @Override
    public Handlers<Counter> handlers() {
        return Handlers.of(Counter.class)
                .on(Counter.Add.class, add -> {
                    total += add.n();
                    return null;
                })
                .on(Counter.Show.class, show -> total);
    }
}
