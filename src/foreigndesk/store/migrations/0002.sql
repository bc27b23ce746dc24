-- What people watch for, and what came of it. Watches are appended; the newest row of an id counts.
CREATE TABLE watches (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;

-- Alerts, each once.
CREATE TABLE alerts (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    watch TEXT NOT NULL,
    what TEXT NOT NULL,
    event TEXT NOT NULL,
    noted TEXT NOT NULL,       -- ISO time, UTC
    told INTEGER NOT NULL,     -- 1: printed for a person
    record TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_told ON alerts (told);
