package dev.thespis.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tests run on the class path, programs on the module path: here a program does what the tests can't.
class ModulePathTest {
    @Test
    @Timeout(60)
    void aProgramAndItsChildRunAsModules() throws Exception {
        var process = Modules.program(Children.class).redirectErrorStream(true).start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed.lines()).containsExactly("the child's total is 5");
    }
}
