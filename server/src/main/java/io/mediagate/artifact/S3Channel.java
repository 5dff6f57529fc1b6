package io.mediagate.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// A file of the service, read as a stream from wherever it is asked for. A stream that breaks off is taken
/// up again from there.
final class S3Channel implements SeekableByteChannel {
    private static final int MOST_RESUMPTIONS = 4;

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final long size;
    private @Nullable ResponseInputStream<GetObjectResponse> stream;
    private long position;
    private int resumptions;
    private boolean open = true;

    S3Channel(S3Client client, String bucket, String key, long size) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.size = size;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        if (position >= size) {
            return -1;
        }
        while (true) {
            try {
                int read = readOnce(into);
                if (read >= 0) {
                    position += read;
                    return read;
                }
            } catch (IOException | SdkException e) {
                giveUp(e);
                continue;
            }
            giveUp(new IOException("a file of the service broke off"));
        }
    }

    private int readOnce(ByteBuffer into) throws IOException {
        var in = stream();
        int length = (int) Math.min(into.remaining(), size - position);
        int read = in.read(into.array(), into.arrayOffset() + into.position(), length);
        if (read > 0) {
            into.position(into.position() + read);
        }
        return read;
    }

    /// Takes it up again with the next read; throws when that has been done often enough.
    private void giveUp(Exception cause) throws IOException {
        abort();
        if (++resumptions > MOST_RESUMPTIONS) {
            throw new IOException("a file of the service cannot be read", cause);
        }
    }

    private InputStream stream() {
        var current = stream;
        if (current == null) {
            current =
                    client.getObject(request ->
                            request.bucket(bucket)
                                    .key(key)
                                    .range("bytes=%d-%d".formatted(position, size - 1)));
            stream = current;
        }
        return current;
    }

    private void abort() {
        var current = stream;
        if (current != null) {
            // Closing would read the rest.
            current.abort();
            stream = null;
        }
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        if (newPosition != position) {
            abort();
            position = newPosition;
        }
        return this;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException("a file never changes under its id");
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new UnsupportedOperationException("a file never changes under its id");
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        abort();
        open = false;
    }
}
