package io.thelook.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.service.access.Role;
import io.thelook.service.access.Sessions;
import io.thelook.service.testing.LogRecorder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of users, and their passwords. */
class UsersTest {

    /**
     * Hashes of "correct horse" and "battery staple", with cost 10, as printed by htpasswd -nbB -C 10 and by
     * hash-password.
     */
    private static final String HORSE = Hashes.of("correct horse");

    private static final String STAPLE = Hashes.of("battery staple").replace("$2b$", "$2y$");

    @TempDir
    private Path folder;

    @Test
    void parse_readsNamesHashesAndRoles() {
        Users users = Users.parse(
                "# the team\n anna:" + HORSE + ":admin \r\n\n b.en@x:" + STAPLE + ",Jörg:" + STAPLE + ":viewer");

        assertThat(users.size()).isEqualTo(3);
        assertThat(users.find("anna").orElseThrow().role()).isEqualTo(Role.ADMIN);
        assertThat(users.find("b.en@x").orElseThrow().role()).isEqualTo(Role.VIEWER);
        assertThat(users.find("Jörg").orElseThrow().hash()).isEqualTo(STAPLE);
        assertThat(users.find("Anna")).isEmpty();
        assertThat(users.find("anna").orElseThrow()).hasToString("anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna",
                "anna:secret-1",
                "anna:$2b$12$short",
                "anna:$2b$09$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                "anna:$2b$15$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                "anna:$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234:root",
                "an na:$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                ":$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
            })
    void parse_somethingElse_saysWhatIsExpectedAndWhere_withoutIt(String entry) {
        assertThatThrownBy(() -> Users.parse("# first\n" + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected name:hash")
                .hasMessageContaining("entry 2")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("$2b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nobody", " , "})
    void parse_noUser(String text) {
        assertThatThrownBy(() -> Users.parse(text)).hasMessageContaining("there is none");
    }

    @Test
    void parse_aNameTwice() {
        assertThatThrownBy(() -> Users.parse("anna:" + HORSE + "\nanna:" + STAPLE))
                .hasMessage("expected each name once, but entry 2 repeats one");
    }

    @Test
    void list_isTheSettingItselfOrAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("users"), "anna:" + HORSE);
        UserList.FromText converter = new UserList.FromText();

        assertThat(converter.convert("ben:" + STAPLE).users().find("ben")).isPresent();
        assertThat(converter.convert(file.toString()).users().find("anna")).isPresent();
        assertThat(converter.convert(file.toString())).hasToString("(not shown)");
        assertThatThrownBy(() -> converter.convert(folder.resolve("none").toString()))
                .hasMessage("expected a file with users, but it does not exist");
        assertThatThrownBy(() -> converter.convert(folder.toString()))
                .hasMessage("expected a file with users, but it cannot be read");
        assertThatThrownBy(() -> converter.convert("a\0b")).hasMessageContaining("expected the path");
    }

    @Test
    void check_admitsTheRightPasswordOnly() {
        Accounts accounts = accounts("anna:" + HORSE + "\nben:" + STAPLE);

        assertThat(accounts.check("anna", "correct horse")).isPresent();
        assertThat(accounts.check("ben", "battery staple")).isPresent();
        assertThat(accounts.check("anna", "battery staple")).isEmpty();
        assertThat(accounts.check("anna", "correct horse ")).isEmpty();
        assertThat(accounts.check("nobody", "correct horse")).isEmpty();
        assertThat(accounts.check("anna", "")).isEmpty();
    }

    /** bcrypt reads 72 bytes: a longer password must not be admitted because it begins like the right one. */
    @Test
    void check_aPasswordThatIsTooLong_isWrong() {
        String longest = "x".repeat(72);
        Accounts accounts = accounts("anna:" + Hashes.of(longest));

        assertThat(accounts.check("anna", longest)).isPresent();
        assertThat(accounts.check("anna", longest + "y")).isEmpty();
    }

    /** The time of the check is that of a user of the list; the password of that user opens nothing. */
    @Test
    void check_anUnknownName_isWrongEvenWithTheOnlyPasswordThereIs() {
        assertThat(accounts("anna:" + HORSE).check("nobody", "correct horse")).isEmpty();
    }

    @Test
    void choose_takesOneOfTheUsers_whateverTheNumber() {
        Users users = Users.parse("anna:" + HORSE + "\nben:" + STAPLE);

        assertThat(Stream.of(0, 1, 2, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)
                        .map(users::choose)
                        .map(Users.User::name))
                .containsExactly("anna", "ben", "anna", "ben", "ben", "anna", "ben");
    }

    /** The session began after the list was read again, which had ended the existing sessions. */
    @Test
    void userRemovedWhileSigningIn_losesTheSession() throws IOException {
        Path file = Files.writeString(folder.resolve("users"), "anna:" + HORSE + "\nben:" + STAPLE);
        Sessions sessions = sessions();
        Accounts accounts = new Accounts(new UserList.FromText().convert(file.toString()), sessions);
        Users.User anna = accounts.check("anna", "correct horse").orElseThrow();
        Users.User ben = accounts.check("ben", "battery staple").orElseThrow();

        Files.writeString(file, "ben:" + STAPLE);
        accounts.refresh();
        sessions.begin(Optional.of("anna"), anna.role());
        sessions.begin(Optional.of("ben"), ben.role());

        assertThat(accounts.confirm(anna)).isFalse();
        assertThat(accounts.confirm(ben)).isTrue();
        List<String> left = new ArrayList<>();
        sessions.endIf(session -> {
            left.add(session.user().orElseThrow());
            return false;
        });
        assertThat(left).containsExactly("ben");
    }

    private static Accounts accounts(String users) {
        return new Accounts(new UserList.FromText().convert(users), sessions());
    }

    private static Sessions sessions() {
        return new Sessions(10, Duration.ofHours(1), InstantSource.fixed(Instant.EPOCH));
    }

    @Test
    void file_isReadAgain_andABrokenOneKeepsTheUsers() throws IOException {
        Path file = Files.writeString(folder.resolve("users"), "anna:" + HORSE);
        Accounts accounts = new Accounts(new UserList.FromText().convert(file.toString()), sessions());
        LogRecorder log = new LogRecorder(Accounts.class.getName());
        try {
            Files.writeString(file, "ben:" + STAPLE);
            assertThat(accounts.check("anna", "correct horse")).isEmpty();
            assertThat(accounts.check("ben", "battery staple")).isPresent();

            Files.writeString(file, "ben:geheim");
            assertThat(accounts.check("ben", "battery staple")).isPresent();
            assertThat(accounts.check("ben", "battery staple")).isPresent();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("the previous users stay"))
                    .singleElement()
                    .asString()
                    .doesNotContain("geheim");
        } finally {
            log.close();
        }
    }

    @Test
    void command_printsAHashThatAdmits() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = HashPassword.run("correct horse", new PrintStream(out), new PrintStream(err));

        assertThat(code).isZero();
        String hash = out.toString(StandardCharsets.UTF_8).strip();
        assertThat(hash).startsWith("$2b$12$");
        assertThat(accounts("anna:" + hash).check("anna", "correct horse")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "äääääääääääääääääääääääääääääääääääää"})
    void command_refusesAPasswordOfABadLength(String password) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        assertThat(HashPassword.run(password, new PrintStream(out), new PrintStream(err)))
                .isEqualTo(1);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("hash-password: expected a password of at least 8");
    }
}
