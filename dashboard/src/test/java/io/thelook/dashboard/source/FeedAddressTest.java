package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the value                         | shown                           | host            | port | asked
                // for          | Host header
                "ws://localhost:8000/ws              | ws://localhost:8000/ws          | localhost       | 8000 | /ws                | localhost:8000",
                "ws://127.0.0.1                      | ws://127.0.0.1                  | 127.0.0.1       | 80   | /                  | 127.0.0.1",
                "wss://shop.example/                 | wss://shop.example/             | shop.example    | 443  | /                  | shop.example",
                "wss://shop.example:443/a            | wss://shop.example:443/a        | shop.example    | 443  | /a                 | shop.example",
                "ws://shop.example:443/a             | ws://shop.example:443/a         | shop.example    | 443  | /a                 | shop.example:443",
                "WSS://Shop.Example/A?b=c&d=é        | wss://shop.example/A            | shop.example    | 443  | /A?b=c&d=%C3%A9    | shop.example",
                "ws://host?token=s3cret              | ws://host                       | host            | 80   | /?token=s3cret     | host",
                "ws://[::1]:8000/ws                  | ws://[::1]:8000/ws              | ::1             | 8000 | /ws                | [::1]:8000",
                "ws://[FE80::1%25eth0]/ws            | ws://[FE80::1%eth0]/ws          | FE80::1%eth0    | 80   | /ws                | [FE80::1]",
                "ws://[fe80::1%br-a_1.2]:81          | ws://[fe80::1%br-a_1.2]:81      | fe80::1%br-a_1.2| 81   | /                  | [fe80::1]:81",
                "ws://my_shop:8000/ws                | ws://my_shop:8000/ws            | my_shop         | 8000 | /ws                | my_shop:8000",
                "wss://bücher.example/ws             | wss://xn--bcher-kva.example/ws  | xn--bcher-kva.example | 443 | /ws           | xn--bcher-kva.example",
                "ws://host:/ws                       | ws://host/ws                    | host            | 80   | /ws                | host",
                "wss://host:9443/ws/btcusdt@trade    | wss://host:9443/ws/btcusdt@trade| host            | 9443 | /ws/btcusdt@trade  | host:9443",
                "ws://u:p@ss:w@host:1/ws?k=v         | ws://host:1/ws                  | host            | 1    | /ws?k=v            | host:1"
            })
    void address_isRead(String value, String shown, String host, int port, String target, String hostHeader) {
        FeedAddress address = FeedAddress.parse(value);

        assertThat(address).hasToString(shown);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.target()).isEqualTo(target);
        assertThat(address.hostHeader()).isEqualTo(hostHeader);
        assertThat(address.origin()).isEqualTo((address.isSecure() ? "https://" : "http://") + hostHeader);
        assertThat(address.hasZone()).isEqualTo(host.contains("%"));
        assertThat(address.isSecure()).isEqualTo(shown.startsWith("wss:"));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://user:pa$$@host/ws, user:pa$$",
        "ws://user:p%40ss%2Fw%23d+@host/ws, user:p@ss/w#d+",
        "ws://us%C3%A9r@host/ws, usér:",
        "ws://:token@host/ws, :token",
        "ws://a:b:c@host/ws, a:b:c"
    })
    void userInfo_becomesBasicAuthentication(String value, String credentials) {
        assertThat(FeedAddress.parse(value).authorization())
                .contains("Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        assertThat(FeedAddress.parse(value)).hasToString("ws://host/ws");
    }

    @Test
    void withoutUserInfo_thereIsNoAuthorization() {
        assertThat(FeedAddress.parse("ws://host/ws").authorization()).isEmpty();
        assertThat(FeedAddress.parse("ws://@host/ws").authorization()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://localhost:8000/ws",
                "localhost:8000",
                "ws:localhost",
                "ws://",
                "ws:///ws",
                "ws://:8000/ws",
                "ws://host:s3cret/ws",
                "ws://host:0/ws",
                "ws://host:65536/ws",
                "ws://host:123456/ws",
                "ws://user:s3cret@/ws",
                "ws://user:s3cret@host/a b",
                "ws://user:s3cret@host/%zz",
                "ws://user:s3cret%zz@host/",
                "ws://user:s3 cret@host/",
                "ws://user:s3\r\ncret@host/",
                "ws://user:s3cret@host/ws#part",
                "ws://user:s3#cret@host/ws",
                "ws://[::1/ws",
                "ws://::1/ws",
                "ws://[::g]/ws",
                "ws://[127.0.0.1]/ws",
                "ws://[::1%]/ws",
                "ws://[::1%a b]/ws",
                "ws://-host/ws",
                "ws://ho..st/ws",
                "ws://ho$t/ws",
                " ws://host/ws"
            })
    void whatIsNoAddress_isRefusedWithoutBeingRepeated(String value) {
        assertThatThrownBy(() -> FeedAddress.parse(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("expected an address ")
                .message()
                .doesNotContain("cret", "user");
    }

    @Test
    void secrets_areLeftOutOfWords() {
        FeedAddress address = FeedAddress.parse("ws://shopper:pa%24%24word@host/ws?token=abc%2Bdef&v=1");
        Secrets secrets = new Secrets(address.secrets());

        assertThat(secrets.removedFrom("bad token abc+def (abc%2Bdef) of shopper, pa$$word or pa%24%24word, v 1"))
                .isEqualTo("bad token … (…) of …, … or …, v 1");
        assertThat(secrets.removedFrom("GET /ws?token=abc%2Bdef&v=1")).isEqualTo("GET /ws?…");
    }
}
