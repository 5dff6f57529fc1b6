package io.mediagate.api;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many connections the process may have open at all. A server that runs out of file descriptors
/// cannot accept, cannot open files and cannot reach its database: it must stop accepting before.
final class FileDescriptors {

    private static final Logger LOG = LoggerFactory.getLogger(FileDescriptors.class);

    /// For the database, result files, jars and what a request opens beside its connection.
    private static final int KEPT_BACK = 1_000;

    private FileDescriptors() {}

    /// The wanted number of connections, or as many as the process's limit leaves room for.
    static int atMost(int wanted) {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean unix)) {
            return wanted;
        }
        int possible = atMost(wanted, unix.getMaxFileDescriptorCount());
        if (possible < wanted) {
            LOG.info(
                    "at most {} connections instead of {}: the process may open {} files (ulimit -n)",
                    possible,
                    wanted,
                    unix.getMaxFileDescriptorCount());
        }
        return possible;
    }

    static int atMost(int wanted, long limit) {
        long room = Math.max(limit - KEPT_BACK, limit / 2);
        return (int) Math.min(wanted, room);
    }
}
