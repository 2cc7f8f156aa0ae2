package dev.thespis.cli;

import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.ServiceName;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.PeerOptions;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/// The command that all others are part of.
@Command(
        name = "thespis",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Thespis.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Typed remote actors: serve, call, check and measure services. 'thespis COMMAND --help' tells more.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            RelayCommand.class,
            ReferenceCommand.class,
            ServicesCommand.class,
            CallCommand.class,
            SendCommand.class,
            PingCommand.class,
            IdCommand.class,
            BenchCommand.class,
            AttackCommand.class,
            SoakCommand.class,
            ChildCommands.DemoServerCommand.class,
            ChildCommands.DemoClientCommand.class,
            ChildCommands.BenchServerCommand.class,
            ChildCommands.SoakServerCommand.class,
            ChildCommands.SoakRelayCommand.class
        })
final class Thespis implements Runnable {
    /// Room for the synopsis of each command in one line: picocli would break it within HOST:PORT.
    private static final int HELP_WIDTH = 100;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "If something goes wrong, also print the stack trace.")
    boolean verbose;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandLine.Model.CommandSpec spec;

    /// Runs one command.
    ///
    /// @param out standard output, written in the end
    /// @param err standard error
    /// @param arguments the command line
    /// @return the exit code
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        var root = new Thespis();
        var line = new CommandLine(root)
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler((e, given) -> Failures.report(e, root.verbose))
                .setExecutionExceptionHandler((e, at, parsed) -> Failures.report(e, at, root.verbose))
                .registerConverter(Target.class, converter(Target::parse))
                .registerConverter(ServiceName.class, converter(ServiceName::parse));
        explainExitCodes(line);
        var code = line.execute(arguments);
        out.flush();
        err.flush();
        return out.checkError() ? Failures.unwritable(err, code) : code;
    }

    private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    private static void explainExitCodes(CommandLine line) {
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.table());
        line.getSubcommands().values().forEach(Thespis::explainExitCodes);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "there is no command; 'demo' is a good one to begin with");
    }

    /// The version of the library is that of the command.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"thespis " + PeerOptions.defaults().release() + " (Java " + Runtime.version() + ")"};
        }
    }
}
