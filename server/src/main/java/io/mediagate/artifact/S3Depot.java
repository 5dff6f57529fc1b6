package io.mediagate.artifact;

import io.mediagate.artifact.S3Settings.Handing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The depot in a service that speaks S3. Many nodes share it. Large files go in parts, of which nothing
/// stays when they do not all arrive.
public final class S3Depot implements Depot {
    /// The smallest part that the service takes is 5 MiB.
    private static final long PART = 16L << 20;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final S3Settings settings;
    private final S3Client client;
    private final S3Presigner presigner;

    public S3Depot(S3Settings settings) {
        this.settings = settings;
        var builder =
                S3Client.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(credentials())
                        .forcePathStyle(settings.endpoint().isPresent())
                        // Many services that speak S3 do not know the newer checksums.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(SILENCE));
        settings.endpoint().ifPresent(builder::endpointOverride);
        this.client = builder.build();
        var signing =
                S3Presigner.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(credentials())
                        .serviceConfiguration(
                                S3Configuration.builder()
                                        .pathStyleAccessEnabled(settings.endpoint().isPresent())
                                        .build());
        settings.endpoint().ifPresent(signing::endpointOverride);
        this.presigner = signing.build();
    }

    private AwsCredentialsProvider credentials() {
        return settings.credentials()
                .<AwsCredentialsProvider>map(key ->
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(key.id(), key.secret().value())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    @Override
    public void put(String workspaceId, StoredFile file, Path from) {
        var key = key(workspaceId, file.id());
        reached(() -> {
            try {
                long size = Files.size(from);
                return size <= PART
                        ? putWhole(key, file, RequestBody.fromFile(from))
                        : putInParts(key, file, from, size);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// In one request: what fits into memory is far from the most that S3 takes at once.
    @Override
    public void put(String workspaceId, StoredFile file, byte[] bytes) {
        var key = key(workspaceId, file.id());
        reached(() -> putWhole(key, file, RequestBody.fromBytes(bytes)));
    }

    private boolean putWhole(String key, StoredFile file, RequestBody body) {
        client.putObject(
                request ->
                        request.bucket(settings.bucket())
                                .key(key)
                                .contentType(file.media().contentType()),
                body);
        return true;
    }

    private boolean putInParts(String key, StoredFile file, Path from, long size) {
        var upload =
                client.createMultipartUpload(request ->
                                request.bucket(settings.bucket())
                                        .key(key)
                                        .contentType(file.media().contentType()))
                        .uploadId();
        try {
            var parts = new ArrayList<CompletedPart>();
            for (long at = 0; at < size; at += PART) {
                parts.add(
                        part(
                                key,
                                upload,
                                parts.size() + 1,
                                new FilePart(from, at, Math.min(PART, size - at))));
            }
            client.completeMultipartUpload(request ->
                    request.bucket(settings.bucket())
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(parts)));
            return true;
        } catch (RuntimeException e) {
            abort(key, upload);
            throw e;
        }
    }

    private CompletedPart part(String key, String upload, int number, FilePart part) {
        var body =
                RequestBody.fromContentProvider(
                        part::open, part.length(), "application/octet-stream");
        var answer =
                client.uploadPart(
                        request ->
                                request.bucket(settings.bucket())
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number)
                                        .contentLength(part.length()),
                        body);
        return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
    }

    private void abort(String key, String upload) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(settings.bucket()).key(key).uploadId(upload));
        } catch (SdkException _) {
            // It costs room until the bucket's own rules clear it; the first failure is what is
            // told.
        }
    }

    @Override
    public Optional<SeekableByteChannel> open(String workspaceId, String fileId) {
        if (!Depot.isId(workspaceId) || !Depot.isId(fileId)) {
            return Optional.empty();
        }
        var key = key(workspaceId, fileId);
        return reached(() -> {
            try {
                var head = client.headObject(request -> request.bucket(settings.bucket()).key(key));
                return Optional.of(
                        new S3Channel(client, settings.bucket(), key, head.contentLength()));
            } catch (NoSuchKeyException _) {
                return Optional.empty();
            } catch (S3Exception e) {
                if (e.statusCode() == 404) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public void delete(String workspaceId, String fileId) {
        if (Depot.isId(workspaceId) && Depot.isId(fileId)) {
            var key = key(workspaceId, fileId);
            reached(() ->
                    client.deleteObject(request -> request.bucket(settings.bucket()).key(key)));
        }
    }

    @Override
    public Optional<URI> direct(String workspaceId, StoredFile file, Duration holds) {
        if (settings.handing() == Handing.PROXIED) {
            return Optional.empty();
        }
        var signed =
                presigner.presignGetObject(request ->
                        request.signatureDuration(holds)
                                .getObjectRequest(get ->
                                        get.bucket(settings.bucket())
                                                .key(key(workspaceId, file.id()))
                                                .responseContentType(file.media().contentType())
                                                .responseContentDisposition(
                                                        "inline; filename=\"%s\""
                                                                .formatted(file.name()))));
        return Optional.of(URI.create(signed.url().toString()));
    }

    private String key(String workspaceId, String fileId) {
        return settings.prefix() + workspaceId + "/" + fileId;
    }

    /// What the client throws once its own retries are used up is the service's trouble, like a disk's.
    private static <T> T reached(Supplier<T> work) {
        try {
            return work.get();
        } catch (SdkException e) {
            throw new UncheckedIOException(new IOException("the file service cannot be used", e));
        }
    }

    @Override
    public void close() {
        client.close();
        presigner.close();
    }
}
