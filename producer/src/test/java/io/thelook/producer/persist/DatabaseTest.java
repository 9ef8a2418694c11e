package io.thelook.producer.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @Test
    void everythingGiven_isTaken() {
        Database database = Database.parse("postgres://shop%40home:p%2Fw%3A+1@db.local:6543/the_look?sslmode=require");

        assertThat(database.url()).isEqualTo("jdbc:postgresql://db.local:6543/the_look?sslmode=require");
        assertThat(database.properties()).containsEntry("user", "shop@home").containsEntry("password", "p/w:+1");
        assertThat(database.shown()).isEqualTo("postgres://db.local:6543/the_look");
    }

    @Test
    void portAndUserLeftOut_haveTheUsualOnes() {
        Database database = Database.parse("postgresql://localhost/shop");

        assertThat(database.url()).isEqualTo("jdbc:postgresql://localhost:5432/shop");
        assertThat(database.properties()).doesNotContainKeys("user", "password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:geheim@localhost/shop",
                "postgres://u:geheim@localhost",
                "postgres://u:geheim@localhost/",
                "postgres://u:geheim@localhost/a/b",
                "postgres://u:geheim@/shop",
                "postgres://u:geheim@localhost/shop?sslmode=maybe",
                "postgres://u:geheim@localhost/shop?loggerFile=x",
                "postgres://u:ge heim@localhost/shop",
                "localhost:5432"
            })
    void anythingElse_isRefusedWithoutShowingThePassword(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.parse(address))
                .withMessageContaining("expected postgres://user:password@host:port/database")
                .withMessageNotContaining("heim");
    }
}
