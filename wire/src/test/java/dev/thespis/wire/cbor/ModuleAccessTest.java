package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which records of other modules can be reached.
class ModuleAccessTest {
    @TempDir
    private Path directory;

    @Test
    void publicRecordInExportedPackageCanBeUsed() throws Exception {
        assertThat(Coding.decode(record("exports shop;", "public"), "8105")).hasToString("Order[id=5]");
    }

    @Test
    void hiddenRecordInOpenPackageCanBeUsed() throws Exception {
        assertThat(Coding.decode(record("opens shop;", ""), "8105")).hasToString("Order[id=5]");
    }

    @Test
    void hiddenRecordInExportedPackageIsRefused() throws Exception {
        assertRefused(record("exports shop;", ""));
    }

    @Test
    void publicRecordInHiddenPackageIsRefused() throws Exception {
        assertRefused(record("", "public"));
    }

    private static void assertRefused(Class<?> record) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbor.codecs().codec(record))
                .withMessage("Order: no access to shop.Order; open package shop to dev.thespis.wire (or export it and "
                        + "make the record public)");
    }

    /// Compiles a module with one record and loads it.
    private Class<?> record(String directive, String modifier) throws IOException, ClassNotFoundException {
        Path sources = Files.createDirectories(directory.resolve("src/shop"));
        Path module = Files.writeString(directory.resolve("src/module-info.java"), "module shop {" + directive + "}");
        Path order = Files.writeString(
                sources.resolve("Order.java"), "package shop; " + modifier + " record Order(int id) {}");
        var arguments =
                new ArrayList<>(List.of("-d", directory.resolve("classes").toString()));
        arguments.add(module.toString());
        arguments.add(order.toString());
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(exit).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        var configuration = boot.configuration()
                .resolve(ModuleFinder.of(directory.resolve("classes")), ModuleFinder.of(), Set.of("shop"));
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader())
                .findLoader("shop")
                .loadClass("shop.Order");
    }
}
