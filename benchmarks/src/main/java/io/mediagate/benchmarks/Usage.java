package io.mediagate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the gateway's processes use, as the kernel tells it (`/proc`, Linux only): the JVM by itself, and
/// its PostgreSQL.
final class Usage {

    private static final double TICKS_A_SECOND = 100;
    private static final int FIELD_UTIME = 11;

    private final long jvm;
    private long startedAt;
    private double seconds;
    private double jvmCpu;
    private double databaseCpu;

    Usage(long jvm) {
        this.jvm = jvm;
    }

    void start() {
        startedAt = System.nanoTime();
        jvmCpu = cpuSeconds(List.of(jvm));
        databaseCpu = cpuSeconds(database());
    }

    void stop() {
        seconds = (System.nanoTime() - startedAt) / 1e9;
        jvmCpu = cpuSeconds(List.of(jvm)) - jvmCpu;
        databaseCpu = cpuSeconds(database()) - databaseCpu;
    }

    /// Cores that the JVM kept busy between start and stop.
    double jvmCores() {
        return jvmCpu / seconds;
    }

    /// Cores that PostgreSQL kept busy. Its workers' time is counted while they live.
    double databaseCores() {
        return databaseCpu / seconds;
    }

    /// Resident memory of the JVM now, in MiB.
    long jvmMebibytes() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(jvm), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many files and connections the JVM has open now.
    long openFiles() {
        try (var files = Files.list(Path.of("/proc", Long.toString(jvm), "fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The wanted number of open files, or as many as this process's limit allows. The gateway runs under
    /// the same limit.
    static int filesAllowed(int wanted, int keptBack) {
        return read(Path.of("/proc/self/limits"))
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.trim().split(" +", -1)[4])
                .filter(limit -> limit.matches("\\d+"))
                .map(limit -> (int) Math.min(wanted, Long.parseLong(limit) - keptBack))
                .findFirst()
                .orElse(wanted);
    }

    private static List<Long> database() {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(Usage::isPostgres)
                    .map(path -> Long.parseLong(path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPostgres(Path process) {
        return read(process.resolve("comm")).startsWith("postgres");
    }

    private static double cpuSeconds(List<Long> processes) {
        return processes.stream().mapToDouble(Usage::cpuSeconds).sum();
    }

    private static double cpuSeconds(long process) {
        var stat = read(Path.of("/proc", Long.toString(process), "stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Stream.of(fields[FIELD_UTIME], fields[FIELD_UTIME + 1])
                        .mapToLong(Long::parseLong)
                        .sum()
                / TICKS_A_SECOND;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // A process may end between being listed and being read.
            return "";
        }
    }
}
