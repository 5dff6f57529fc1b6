package io.mediagate.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    /// A directory of names; what is a number is read as the JDK reads it.
    private static final Map<String, List<String>> NAMES =
            Map.of(
                    "example.com",
                            List.of("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
                    "inner.example.com", List.of("10.1.2.3"),
                    "localhost", List.of("127.0.0.1", "::1"),
                    "metadata.google.internal", List.of("169.254.169.254"),
                    "one-of-two.example.com", List.of("93.184.215.14", "192.168.0.10"),
                    "translated.example.com", List.of("64:ff9b::5db8:d70e"),
                    "translated-inner.example.com", List.of("64:ff9b::a00:1"),
                    "configured.example.com", List.of("10.9.9.9"));

    private static final EgressSettings SETTINGS =
            new EgressSettings(
                    List.of(Network.of("10.77.0.0/16")),
                    List.of(URI.create("http://configured.example.com:8188/v1")),
                    Duration.ofSeconds(1));

    private final Guard guard = new Guard(SETTINGS, GuardTest::lookUp);

    private static InetAddress[] lookUp(String host) throws UnknownHostException {
        var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        var known = NAMES.get(name.toLowerCase(Locale.ROOT));
        if (known == null && name.matches(".*[a-z]")) {
            throw new UnknownHostException(name);
        }
        var written = known == null ? List.of(name) : known;
        var found = new InetAddress[written.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(written.get(i));
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/a.png",
                "https://example.com./a.png",
                "HTTPS://EXAMPLE.COM:8443/a.png",
                "https://93.184.215.14/a.png",
                "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/a.png",
                "https://translated.example.com/",
                "https://10.77.3.4/",
                "http://10.77.3.4:8080/",
            })
    void letsPublicAddressesPassAndThoseOfAllowedNetworks(String address) {
        assertThat(refusal(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Other schemes, and public ones in the clear.
                "http://example.com/a.png",
                "ftp://example.com/a.png",
                "file:///etc/passwd",
                "gopher://example.com/",
                "jar:https://example.com/a.jar!/b",
                "//example.com/a.png",
                "https:example.com",
                "data:text/plain,a",
                // Private, loopback, link-local, unspecified, shared, reserved, multicast.
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://127.0.0.1/",
                "https://127.255.255.254/",
                "https://0.0.0.0/",
                "https://0.1.2.3/",
                "https://169.254.1.1/",
                "https://100.64.0.1/",
                "https://100.127.255.255/",
                "https://192.0.2.1/",
                "https://198.18.0.1/",
                "https://224.0.0.1/",
                "https://240.0.0.1/",
                "https://255.255.255.255/",
                "https://localhost/",
                "https://localhost./",
                "https://inner.example.com/",
                "https://one-of-two.example.com/",
                // Metadata services of clouds.
                "http://169.254.169.254/latest/meta-data/",
                "https://169.254.169.254/",
                "https://metadata.google.internal/",
                "https://100.100.100.200/",
                "https://192.0.0.192/",
                "https://168.63.129.16/",
                "https://[fd00:ec2::254]/",
                // IPv6, and IPv4 inside it.
                "https://[::1]/",
                "https://[::]/",
                "https://[fe80::1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fc00::1]/",
                "https://[fd12:3456::1]/",
                "https://[fec0::1]/",
                "https://[ff02::1]/",
                "https://[2001:db8::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[::127.0.0.1]/",
                "https://[::ffff:0:127.0.0.1]/",
                "https://[2002:7f00:1::]/",
                "https://[2002:a9fe:a9fe::]/",
                "https://[2001:0:7f00:1::]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[64:ff9b::a9fe:a9fe]/",
                "https://[64:ff9b:1::7f00:1]/",
                "https://[2606:2800::5efe:7f00:1]/",
                "https://[2606:2800::200:5efe:a00:1]/",
                "https://translated-inner.example.com/",
                // Numbers in other spellings.
                "https://2130706433/",
                "https://127.1/",
                "https://127.0.1/",
                "https://0177.0.0.1/",
                "https://0x7f.0.0.1/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://017700000001/",
                "https://127.0.0.01/",
                "https://1572395042/",
                "https://example.com.0x7f/",
                // Who is asked is not who is named.
                "https://example.com@127.0.0.1/",
                "https://user:word@example.com/",
                "https://@example.com/",
                "https://127.0.0.1:443@example.com/",
                // What the operator named is that origin, and no other port or scheme of it.
                "http://configured.example.com/",
                "https://configured.example.com:8188/",
            })
    void refusesEverythingElse(String address) {
        assertThat(refusal(address)).contains(LineFault.FORBIDDEN_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com\\@127.0.0.1/",
                "https://127.0.0.1 .example.com/",
                "https://exa\tmple.com/",
                "https://[::1/",
                "https://\u2460\u2461\u2466.0.0.1/",
                "https://127\u30020\u30020\u30021/",
            })
    void refusesWhatIsNoAddressAtAll(String address) {
        assertThat(parsed(address).flatMap(guard::refusal).isPresent() || parsed(address).isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://nowhere.example.org/", "https://xn--nxasmq6b.example.org/"})
    void saysWhenANameLeadsNowhere(String address) {
        assertThat(refusal(address)).contains(LineFault.DNS);
    }

    @ParameterizedTest
    @ValueSource(strings = "http://configured.example.com:8188/files/a.png")
    void letsVendorsReachWhatTheOperatorNamedAndNoCaller(String address) {
        var forCallers = new Guard(SETTINGS.forCallers(), GuardTest::lookUp);

        assertThat(refusal(address)).isEmpty();
        assertThat(forCallers.refusal(URI.create(address))).contains(LineFault.FORBIDDEN_ADDRESS);
    }

    private Optional<LineFault> refusal(String address) {
        return guard.refusal(URI.create(address));
    }

    private static Optional<URI> parsed(String address) {
        try {
            return Optional.of(URI.create(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
