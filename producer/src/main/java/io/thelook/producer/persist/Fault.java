package io.thelook.producer.persist;

import io.thelook.producer.tables.Table;
import java.io.FileNotFoundException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.postgresql.util.PSQLException;

/**
 * A reason why the database cannot be written to, and how the operator can fix it.
 *
 * @param isPermanent whether the fault lasts until the database or the setting is fixed
 * @param reason a sentence without a full stop and without secrets
 */
record Fault(boolean isPermanent, String reason) {

    private static final String OWN_SCHEMA =
            ", or rename the schema " + Schema.NAME + " and let the producer create its own";

    private static final String BAD_CREDENTIALS =
            "the server refuses the user or the password: correct them in PERSIST, and"
                    + " percent-encode special characters";
    private static final String NO_DATABASE =
            "the server has no such database: create it, or correct its name in PERSIST";

    /** The SQLSTATE codes that poolers use for all of their own faults: protocol violation, internal error. */
    private static final Set<String> POOLERS = Set.of("08P01", "XX000");

    /** The messages of PgBouncer and of Supabase's pooler about a wrong user or password. */
    private static final Set<String> CREDENTIALS_OF_POOLERS =
            Set.of("authentication failed", "no such user", "user not found");

    /**
     * Classes of SQLSTATE codes for permanent faults: credentials, database, syntax or privilege, data, constraint,
     * feature.
     */
    private static final Set<String> PERMANENT_CLASSES = Set.of("28", "3D", "42", "22", "23", "0A");

    /**
     * Codes of passing faults within these classes: another process has just created the object, or the next connection
     * creates it again.
     */
    private static final Set<String> PASSING = Set.of("23505", "42P06", "42P07", "42710", "42P01");

    /**
     * Determines the fault behind an exception: a TLS fault by the exception's causes, a pooler's own fault by its
     * message, because a pooler uses the same code for everything, and any other fault by SQLSTATE.
     */
    static Fault of(SQLException e) {
        String state = String.valueOf(deepest(e).getSQLState());
        String said = words(e);
        if (POOLERS.contains(state)) {
            return ofPooler(said);
        }
        if (isAboutTls(e)) {
            return permanent(
                    "no TLS connection (" + said + "): check sslmode, sslrootcert, sslcert and sslkey in PERSIST");
        }
        Optional<StatementException> statement =
                e instanceof StatementException failed ? Optional.of(failed) : Optional.empty();
        return switch (state) {
            case "28P01" -> permanent(BAD_CREDENTIALS);
            case "28000" ->
                permanent("the server does not admit the user (" + said
                        + "): check user and sslmode in PERSIST, and the" + " server's pg_hba.conf");
            case "08004" ->
                permanent("the connection is refused (" + said + "): check user, password and sslmode in PERSIST");
            case "3D000" -> permanent(NO_DATABASE);
            case "25006" ->
                permanent(
                        "the server is read-only: set PERSIST to the primary, or add target_session_attrs=read-write to"
                                + " several hosts");
            case "42P05", "26000" ->
                permanent("a pooler shares connections, so statements cannot be prepared (" + said
                        + "): remove prepareThreshold from PERSIST");
            case "42501" -> permanent("the user lacks a privilege (" + said + "): " + grant(statement));
            default -> {
                boolean isPermanent = PERMANENT_CLASSES.contains(state.substring(0, 2)) && !PASSING.contains(state);
                yield isPermanent ? ofStatement(state, said, statement) : new Fault(false, said);
            }
        };
    }

    private static Fault ofPooler(String said) {
        if (said.contains("unsupported startup parameter")) {
            return permanent("the pooler refuses a parameter of PERSIST (" + said
                    + "): remove it, or add it to ignore_startup_parameters of the pooler");
        }
        if (said.contains("no such database")) {
            return permanent(NO_DATABASE);
        }
        if (CREDENTIALS_OF_POOLERS.stream().anyMatch(said::contains)) {
            return permanent(BAD_CREDENTIALS);
        }
        return new Fault(false, said);
    }

    private static Fault ofStatement(String state, String said, Optional<StatementException> statement) {
        Optional<Table> table = statement.flatMap(StatementException::table);
        if (table.isEmpty()) {
            return permanent("the server refuses a statement (" + said + ")");
        }
        String name = Schema.name(table.get());
        if (state.equals("42P10")) {
            String key = table.get().key().name();
            return permanent("table " + name + " has no primary key or unique constraint on " + key
                    + ": run ALTER TABLE " + name + " ADD PRIMARY KEY (" + key + ")" + OWN_SCHEMA);
        }
        return permanent(
                "table " + name + " does not take the producer's rows (" + said + "): change the table" + OWN_SCHEMA);
    }

    private static boolean isAboutTls(SQLException e) {
        return has(e, FileNotFoundException.class)
                || has(e, SSLHandshakeException.class)
                || has(e, GeneralSecurityException.class);
    }

    private static Fault permanent(String reason) {
        return new Fault(true, reason);
    }

    private static String grant(Optional<StatementException> statement) {
        if (statement.isEmpty() || !statement.get().isCreating()) {
            return "grant it USAGE on schema " + Schema.NAME + ", and SELECT, INSERT and UPDATE on the tables there";
        }
        return statement
                .get()
                .table()
                .map(table -> "grant it CREATE on schema " + Schema.NAME
                        + " and REFERENCES on the tables there, or create table " + Schema.name(table) + " for it")
                .orElse("grant it CREATE on the database, or create schema " + Schema.NAME + " for it");
    }

    /**
     * Returns the last exception of the chain, because the exception of a failed batch shows the statement instead of
     * the cause.
     */
    private static SQLException deepest(SQLException e) {
        SQLException deepest = e;
        while (true) {
            if (deepest.getNextException() != null) {
                deepest = deepest.getNextException();
            } else if (deepest.getCause() instanceof SQLException cause) {
                deepest = cause;
            } else {
                return deepest;
            }
        }
    }

    /** Returns the message of the server or the driver: its first line, without the statement. */
    static String words(SQLException failure) {
        SQLException e = deepest(failure);
        if (e instanceof PSQLException server && server.getServerErrorMessage() != null) {
            return firstLine(server.getServerErrorMessage().getMessage());
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host " + cause.getMessage();
            }
        }
        return firstLine(e.getMessage());
    }

    private static String firstLine(String text) {
        return String.valueOf(text).lines().findFirst().orElse("");
    }

    private static boolean has(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
