-- The first desk. A reading is one page read by one version of the coder; every record hangs on
-- it. Nothing is overwritten: a later version's reading of the same article becomes the current
-- one and the old rows stay. Each table has columns to search by and the whole record as JSON.

CREATE TABLE captures (
    id TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    how TEXT NOT NULL,
    fetched TEXT NOT NULL,
    media TEXT NOT NULL,
    encoding TEXT NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    data BLOB NOT NULL  -- zlib
) STRICT;

CREATE TABLE pages (
    reading INTEGER PRIMARY KEY,
    capture TEXT NOT NULL,
    article TEXT NOT NULL,
    version TEXT NOT NULL,
    outcome TEXT NOT NULL,
    current INTEGER NOT NULL,
    page_problems TEXT NOT NULL,  -- JSON list
    problems TEXT NOT NULL,       -- JSON list
    UNIQUE (article, version)
) STRICT;
CREATE INDEX pages_current ON pages (current);

CREATE TABLE articles (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    outlet TEXT NOT NULL,
    day TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX articles_id ON articles (id);
CREATE INDEX articles_reading ON articles (reading);
CREATE INDEX articles_day ON articles (day);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    text, content = 'articles', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_indexed AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, text) VALUES (new.row, new.text);
END;

CREATE TABLE mentions (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    article TEXT NOT NULL,
    start INTEGER NOT NULL,
    of TEXT NOT NULL,
    name TEXT NOT NULL,
    ref TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX mentions_reading ON mentions (reading);
CREATE INDEX mentions_ref ON mentions (ref);

CREATE TABLE actors (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX actors_reading ON actors (reading);
CREATE INDEX actors_id ON actors (id);

CREATE TABLE places (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    lat REAL,
    lon REAL,
    precision TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX places_reading ON places (reading);
CREATE INDEX places_id ON places (id);

CREATE TABLE events (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    id TEXT NOT NULL,
    article TEXT NOT NULL,
    day TEXT NOT NULL,         -- of the article
    type TEXT NOT NULL,
    status TEXT NOT NULL,      -- of the leading telling; "" where it has no stance
    certainty REAL,
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    time_start TEXT NOT NULL,
    time_end TEXT NOT NULL,
    place TEXT NOT NULL,
    place_country TEXT NOT NULL,
    background INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX events_reading ON events (reading);
CREATE INDEX events_id ON events (id);
CREATE INDEX events_day ON events (day);
CREATE INDEX events_type ON events (type);

CREATE TABLE parties (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    event TEXT NOT NULL,
    role TEXT NOT NULL,        -- actor, recipient, against
    name TEXT NOT NULL,
    actor TEXT NOT NULL,
    country TEXT NOT NULL,
    sector TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX parties_event ON parties (reading, event);
CREATE INDEX parties_country ON parties (country, role);
CREATE INDEX parties_actor ON parties (actor);

CREATE TABLE tellings (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    event TEXT NOT NULL,
    number INTEGER NOT NULL,   -- 0 leads
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX tellings_event ON tellings (reading, event);

CREATE TABLE stances (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    event TEXT NOT NULL,
    telling INTEGER NOT NULL,
    status TEXT NOT NULL,
    certainty REAL NOT NULL,
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    claim TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX stances_event ON stances (reading, event);

CREATE TABLE claims (
    row INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES pages,
    id TEXT NOT NULL,
    article TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    speech TEXT NOT NULL,
    rule TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX claims_reading ON claims (reading);
CREATE INDEX claims_id ON claims (id);

-- What could not be captured, taken apart or read; one row a complaint.
CREATE TABLE problems (
    row INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    capture TEXT NOT NULL,
    stage TEXT NOT NULL,
    message TEXT NOT NULL,
    noted TEXT NOT NULL,       -- ISO time, UTC
    UNIQUE (address, capture, stage, message)
) STRICT;

-- People's corrections, appended; what the machine said stays.
CREATE TABLE judgements (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    act TEXT NOT NULL,
    target TEXT NOT NULL,
    "when" TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX judgements_target ON judgements (target);
