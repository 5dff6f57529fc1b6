package io.mediagate.artifact;

import io.mediagate.QuickDisk;
import io.mediagate.storage.FileTrees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A server that speaks S3, as a process of its own: what it is made of has no place beside ours.
public final class S3Server implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("started on ports?.* (\\d+) \\(http\\)");

    private final Path folder = QuickDisk.newFolder("s3");
    private final Process process;
    private final int port;

    public S3Server() {
        try {
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx512m",
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-Dloader.main=" + LoopbackS3.class.getName(),
                                    "-Dloader.path=" + classes(folder.resolve("classes")),
                                    "-cp",
                                    jar().toString(),
                                    "org.springframework.boot.loader.launch.PropertiesLauncher",
                                    "--com.adobe.testing.s3mock.http-port=0",
                                    "--server.port=0",
                                    "--server.ssl.enabled=false",
                                    "--server.address=127.0.0.1",
                                    "--com.adobe.testing.s3mock.store.root="
                                            + folder.resolve("store"))
                            .redirectErrorStream(true)
                            .start();
            port = waitForPort(process.inputReader(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar() throws IOException {
        try {
            return home(Class.forName("org.springframework.boot.loader.launch.JarLauncher"));
        } catch (ClassNotFoundException e) {
            throw new IOException("the server's jar is not on the class path", e);
        }
    }

    /// That class alone: beside it lie our settings for logs, and its log must say which port it took.
    private static Path classes(Path alone) throws IOException {
        var type = LoopbackS3.class;
        var beside = home(type).resolve(type.getPackageName().replace('.', '/'));
        var to = Files.createDirectories(alone.resolve(home(type).relativize(beside)));
        try (var all = Files.list(beside)) {
            for (var file :
                    all.filter(it -> it.getFileName().toString().startsWith(type.getSimpleName()))
                            .toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return alone;
    }

    private static Path home(Class<?> type) throws IOException {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /// Its log says which port it took; what comes after that is thrown away.
    private static int waitForPort(BufferedReader log) throws IOException {
        var last = new ArrayDeque<String>();
        for (var line = log.readLine(); line != null; line = log.readLine()) {
            var match = PORT.matcher(line);
            if (match.find()) {
                Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
                return Integer.parseInt(match.group(1));
            }
            last.add(line);
        }
        throw new IOException("the server did not start: " + last);
    }

    /// A caller of it, who has made this bucket.
    public S3Client withBucket(String name) {
        var client =
                S3Client.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + port))
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("k", "s")))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
        client.createBucket(request -> request.bucket(name));
        return client;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            FileTrees.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
