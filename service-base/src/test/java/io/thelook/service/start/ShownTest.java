package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTest {

    @ParameterizedTest
    @CsvSource({
        "ws://localhost:8000/ws, ws://localhost:8000/ws",
        "wss://shop.example/a/b, wss://shop.example/a/b",
        "wss://shop.example/ws?token=geheim, wss://shop.example/ws",
        "wss://shop.example#geheim, wss://shop.example",
        "wss://me:geheim@shop.example:9/ws, wss://shop.example:9/ws",
        "ws://geheim@[::1]:8000/ws, ws://[::1]:8000/ws",
        "ws://under_score:8000/ws, ws://under_score:8000/ws",
        "jdbc:postgresql://db/shop?password=geheim, jdbc:postgresql://db/shop",
        "postgres://me:ge%2Fheim@db/shop, postgres://db/shop",
        "file:///var/my shop/orders.ndjson, file:///var/my shop/orders.ndjson",
        "file:orders.ndjson, file:orders.ndjson",
        "localhost:8000, localhost:8000",
        "nonsense, nonsense"
    })
    void address_isShownWithoutUserInfoQueryAndFragment(String address, String shown) {
        assertThat(Shown.address(address)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://me:ge/heim@db/shop",
                "postgres://me:12/heim@db/shop",
                "postgres://me:12?heim@db/shop",
                "postgres://me:ge#heim@db/shop",
                "postgres://me:ge heim@db/shop",
                "postgres://me:ge@heim@db/shop",
                "postgres://me:geheim",
                "wss://shop.example/ws?token=ge@heim",
                "me:geheim@db",
                "file://me:geheim@db/orders.ndjson",
                "file:///orders.ndjson?token=geheim",
                "host=db password=geheim",
                "",
                "a\nb"
            })
    void address_inWhichASecretCannotBeTold_isNotShown(String address) {
        assertThat(Shown.address(address))
                .doesNotContain("ge")
                .doesNotContain("12")
                .doesNotContain("heim");
    }
}
