package io.mediagate.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Until;
import io.mediagate.artifact.FaultyLine.Fault;
import io.mediagate.artifact.S3Settings.Credentials;
import io.mediagate.artifact.S3Settings.Handing;
import io.mediagate.error.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/// The depot in a real server that speaks S3, over a line that can be made bad.
class S3DepotTest extends DepotContract {
    private static S3Server server;
    private static S3Client other;

    private FaultyLine line;
    private Depot depot;

    @BeforeAll
    static void start() {
        server = new S3Server();
        other = server.withBucket("files");
    }

    @AfterAll
    static void stop() {
        other.close();
        server.close();
    }

    @BeforeEach
    void open() {
        line = new FaultyLine(server.port());
        depot = depot(Handing.PROXIED);
    }

    private Depot depot(Handing handing) {
        return new S3Depot(
                new S3Settings(
                        Optional.of(URI.create("http://127.0.0.1:" + line.port())),
                        "us-east-1",
                        "files",
                        "mine/",
                        Optional.of(new Credentials("k", new Secret("s"))),
                        handing));
    }

    @AfterEach
    void close() {
        depot.close();
        line.close();
    }

    @Override
    Depot depot() {
        return depot;
    }

    @Test
    void goesOnReadingWhereTheLineBrokeOff() throws Exception {
        var content = content(400_000);
        var file = put(content);
        line.next(Fault.none(), Fault.cutAfter(100_000), Fault.cutAfter(50_000));

        assertThat(Arrays.equals(read(file.id(), 0, 400_000), content)).isTrue();
        assertThat(line.faultsLeft()).isZero();
    }

    @Test
    void waitsForAServiceThatIsOverloaded() throws Exception {
        line.next(Fault.overloaded(), Fault.overloaded());

        var file = put(content(1000));

        line.next(Fault.overloaded());
        assertThat(read(file.id(), 0, 1000)).isEqualTo(content(1000));
        assertThat(line.faultsLeft()).isZero();
    }

    @Test
    void sendsAgainWhatWasCutOff() throws Exception {
        var content = content(20_000_000);
        line.next(Fault.none(), Fault.cutAfter(0));

        var file = put(content);

        assertThat(Arrays.equals(read(file.id(), 0, 20_000_000), content)).isTrue();
    }

    @Test
    void readsOverASlowLine() throws Exception {
        var file = put(content(60_000));
        line.next(Fault.none(), Fault.slow());

        assertThat(read(file.id(), 0, 60_000)).isEqualTo(content(60_000));
    }

    @Test
    void saysThatTheServiceIsGoneAsOfADisk() throws Exception {
        var file = file(10);
        var from = write(content(10));
        line.close();
        Until.holds("nobody is there", () -> !isThere(line.port()));

        assertThatThrownBy(() -> depot.put(WORKSPACE, file, from))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> depot.open(WORKSPACE, file.id()))
                .isInstanceOf(UncheckedIOException.class);
    }

    private static boolean isThere(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void leavesNoPartsOfAFileThatDidNotArrive() throws Exception {
        var file = file(40_000_000);
        var from = write(content(40_000_000));
        line.next(Fault.none(), Fault.refused());

        assertThatThrownBy(() -> depot.put(WORKSPACE, file, from))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(depot.open(WORKSPACE, file.id())).isEmpty();
        assertThat(other.listMultipartUploads(request -> request.bucket("files")).uploads())
                .isEmpty();
    }

    @Test
    void handsOutLinksOfItsOwnThatExpire() throws Exception {
        var file = put(content(10));
        try (var direct = depot(Handing.PRESIGNED)) {
            var link = direct.direct(WORKSPACE, file, Duration.ofSeconds(60)).orElseThrow();

            assertThat(link.getRawPath()).isEqualTo("/files/mine/ws_mine/" + file.id());
            assertThat(link.getRawQuery())
                    .contains(
                            "X-Amz-Expires=60", "X-Amz-Signature=", "response-content-type=video");
            var fetched = link.toURL().openConnection();
            assertThat(fetched.getInputStream().readAllBytes()).isEqualTo(content(10));
            assertThat(fetched.getContentType()).isEqualTo(file.media().contentType());
            assertThat(fetched.getHeaderField("Content-Disposition")).contains(file.name());
        }
        assertThat(depot.direct(WORKSPACE, file, Duration.ofSeconds(60))).isEmpty();
    }

    @Test
    void nobodyElseReachesTheServerOfThisTest() throws Exception {
        var others =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> !address.isLoopbackAddress())
                        .toList();

        for (var address : others) {
            assertThatThrownBy(() -> new Socket(address, server.port()).close())
                    .as("%s", address)
                    .isInstanceOf(IOException.class);
        }
    }
}
