package io.thelook.producer.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @Test
    void everythingGiven_isTaken() {
        Database database = Database.parse("postgres://shop%40home:p%2Fw%3A+1@db.local:6543/the_look?sslmode=require");

        assertThat(database.url()).isEqualTo("jdbc:postgresql://db.local:6543/the_look");
        assertThat(database.properties())
                .containsEntry("user", "shop@home")
                .containsEntry("password", "p/w:+1")
                .containsEntry("sslmode", "require");
        assertThat(database.shown()).isEqualTo("postgres://db.local:6543/the_look");
        assertThat(database).hasToString(database.shown());
    }

    @Test
    void portAndUserLeftOut_haveTheUsualOnes() {
        Database database = Database.parse("postgresql://localhost/shop");

        assertThat(database.url()).isEqualTo("jdbc:postgresql://localhost:5432/shop");
        assertThat(database.properties()).doesNotContainKeys("user", "password");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://[::1]/shop, jdbc:postgresql://[::1]:5432/shop",
        "postgres://u:p@[2001:db8::7]:6543/shop, jdbc:postgresql://[2001:db8::7]:6543/shop",
        "'postgres://u:p@a.example,b.example:6543,[::1]/shop',"
                + " 'jdbc:postgresql://a.example:5432,b.example:6543,[::1]:5432/shop'",
        "jdbc:postgresql://db:5432/my%20shop?user=me, jdbc:postgresql://db:5432/my+shop"
    })
    void hosts_ofAnyForm_areTaken(String address, String url) {
        assertThat(Database.parse(address).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b#c?d", "a@b", "a@b/c", "/", "a:b", "pa$$word123", "ge heim", "=&", "ü", "a?sslmode=disable"})
    void rawCharactersInThePassword_areTaken(String password) {
        Database database = Database.parse("postgres://me:" + password + "@localhost/shop");

        assertThat(database.properties()).containsEntry("user", "me").containsEntry("password", password);
        assertThat(database.shown()).isEqualTo("postgres://localhost/shop");
    }

    @Test
    void credentialsInTheQuery_areTakenAndNotShown() {
        Database database =
                Database.parse("postgres://localhost/shop?user=me%40home&password=geheim%26#%25&connect_timeout=3");

        assertThat(database.properties())
                .containsEntry("user", "me@home")
                .containsEntry("password", "geheim&#%")
                .containsEntry("connectTimeout", "3")
                .containsEntry("loginTimeout", "6");
        assertThat(database.url() + database.shown()).doesNotContain("heim", "me");
    }

    /** The parameters of Neon, Supabase and others, and the driver's names for them. */
    @ParameterizedTest
    @CsvSource({
        "sslmode=verify-full, sslmode, verify-full",
        "channel_binding=require, channelBinding, require",
        "sslrootcert=/etc/ca.pem, sslrootcert, /etc/ca.pem",
        "sslrootcert=system, sslmode, verify-full",
        "sslrootcert=system, sslfactory, org.postgresql.ssl.DefaultJavaSSLFactory",
        "sslcert=/etc/c.pem, sslcert, /etc/c.pem",
        "sslkey=/etc/c.key, sslkey, /etc/c.key",
        "sslpassword=x, sslpassword, x",
        "application_name=shop%20window, ApplicationName, shop window",
        "connect_timeout=60, connectTimeout, 60",
        "prepareThreshold=5, prepareThreshold, 5",
        "options=endpoint%3Dep-cool-1, options, endpoint=ep-cool-1",
        "target_session_attrs=read-write, targetServerType, primary",
        "targetServerType=preferPrimary, targetServerType, preferPrimary",
        "load_balance_hosts=random, loadBalanceHosts, true",
        "keepalives=1, tcpKeepAlive, true",
        "search_path=ecommerce, currentSchema, ecommerce",
        "gssencmode=disable, gssEncMode, disable",
        "pgbouncer=true, prepareThreshold, 0",
        "sslmode=disable&sslmode=require, sslmode, require"
    })
    void parameters_becomePropertiesOfTheDriver(String query, String property, String value) {
        Database database = Database.parse("postgres://localhost/shop?" + query);

        assertThat(database.properties()).containsEntry(property, value);
        assertThat(database.shown()).isEqualTo("postgres://localhost/shop");
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=geheim, parameter sslmode: expected one of allow",
        "loggerFile=geheim, parameter loggerFile: expected one of",
        "socketFactory=geheim, parameter socketFactory: expected one of",
        "target_session_attrs=standby, 'parameter target_session_attrs: expected one of any, primary, read-write'",
        "connect_timeout=geheim, parameter connect_timeout: expected a whole number of seconds from 1 to 600",
        "prepareThreshold=-1, parameter prepareThreshold: expected a whole number from 0",
        "password=geheim%2, expected two hexadecimal digits after each %"
    })
    void parameter_unusable_isRefusedByName(String query, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.parse("postgres://me:geheim@localhost/shop?" + query))
                .withMessageStartingWith("postgres://localhost/shop: ")
                .withMessageContaining(message)
                .withMessageNotContaining("heim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:geheim@localhost/shop",
                "postgres://u:geheim@localhost",
                "postgres://u:geheim@localhost/",
                "postgres://u:geheim@localhost/a/b",
                "postgres://u:geheim@/shop",
                "postgres://u:geheim@local host/shop",
                "postgres://u:geheim@localhost:99999/shop",
                "postgres://u:geheim@localhost/shop?sslmode",
                "postgres://u:ge%heim@localhost/shop",
                "postgres://u:ge%2@localhost/shop",
                "postgres://u:12/ge?he=im@localhost/shop",
                "postgres://localhost/shop?user=u&password=ge@heim/x",
                "postgres://u:ge@heim:1/c?d=e@localhost/shop",
                "postgres://u:12/a?geheim=heim@",
                "postgres:geheim",
                "localhost:5432"
            })
    void anythingElse_isRefusedWithoutShowingThePassword(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.parse(address))
                .withMessageContaining("expected ")
                .withMessageNotContaining("heim")
                .withMessageNotContaining("ge?");
    }
}
