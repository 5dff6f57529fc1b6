package io.mediagate;

import io.mediagate.command.CommandLineRoot;
import java.util.Locale;

/// Where the process begins: the command line decides what runs, `Gateway` is what it may start.
public final class Main {

    /// Of the JVM: how many threads carry the virtual ones.
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    /// A virtual thread that waits for the disk, or for a class that another thread is loading or
    /// initialising, keeps its carrier (`jdk.VirtualThreadPinned` shows tens of milliseconds of it after a
    /// start under load). With one carrier a processor, as the JVM has it, two such threads stop a gateway
    /// on two processors altogether.
    private static final int SPARE_CARRIERS = 30;

    private Main() {}

    static void main(String[] arguments) {
        // What we print is English, whatever the machine speaks. In any other locale the first
        // number that is printed loads how they look in all of them.
        Locale.setDefault(Locale.US);
        if (System.getProperty(CARRIERS) == null) {
            int carriers = Runtime.getRuntime().availableProcessors() + SPARE_CARRIERS;
            System.setProperty(CARRIERS, Integer.toString(carriers));
        }
        System.exit(CommandLineRoot.run(new Gateway(), System.getenv(), arguments));
    }
}
