package io.thelook.dashboard.source.file;

/** Why the file at the path is read from its start. */
enum Restart {
    /** The file became shorter, or has other bytes than before. */
    REWRITTEN,
    /** The path leads to another file, or to none. */
    REPLACED
}
