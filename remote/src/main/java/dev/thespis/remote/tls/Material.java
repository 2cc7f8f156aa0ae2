package dev.thespis.remote.tls;

import dev.thespis.actor.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// The certificates in use, and how they are replaced.
///
/// Whoever makes a connection looks first whether the files are others than those that were read, at most once a
/// second. So nothing runs in the background, and nobody who has a connection is concerned.
///
/// *Threading.* What is in use is one volatile reference; all else is guarded by the lock, under which files are read.
/// Who makes a connection while another one reads them does not wait, and uses the old ones.
final class Material {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Loader loader;
    private final List<Path> files;
    private final Events<TlsEvent> events = new Events<>(TlsEvent.Missed::new);
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Supplier<SSLContext> current;
    private List<String> seen;
    private long lookedNanos;

    /// Reads certificates and keys.
    @FunctionalInterface
    interface Loader {
        /// Reads them.
        ///
        /// @return what gives each connection its context
        /// @throws IOException if they are of no use; its message says why
        Supplier<SSLContext> load() throws IOException;
    }

    /// Loads for the first time.
    ///
    /// @param files that tell by their times and sizes when to load again
    Material(Loader loader, List<Path> files) throws IOException {
        this.loader = loader;
        this.files = files;
        this.seen = stamps();
        this.lookedNanos = System.nanoTime();
        this.current = loader.load();
    }

    /// For one connection.
    SSLContext context() {
        look();
        return current.get();
    }

    Events<TlsEvent> events() {
        return events;
    }

    /// Loads again, whatever the files look like.
    ///
    /// @throws IOException if the new ones are of no use; the old ones are still used
    void reload() throws IOException {
        lock.lock();
        try {
            load(stamps());
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        if (files.isEmpty() || !lock.tryLock()) return;
        try {
            var now = System.nanoTime();
            if (now - lookedNanos < LOOK_NANOS) return;
            lookedNanos = now;
            var stamps = stamps();
            if (!stamps.equals(seen)) load(stamps);
        } catch (IOException e) {
            // an event already; whoever wants to connect can do nothing about it
        } finally {
            lock.unlock();
        }
    }

    /// @param stamps taken before: what is changed while it is read is read again
    private void load(List<String> stamps) throws IOException {
        seen = stamps;
        try {
            current = loader.load();
        } catch (IOException e) {
            events.publish(new TlsEvent.ReloadFailed(e));
            throw e;
        }
        events.publish(new TlsEvent.Reloaded());
    }

    private List<String> stamps() {
        return files.stream().map(Material::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException e) {
            return "not there"; // loading says what is wrong
        }
    }
}
