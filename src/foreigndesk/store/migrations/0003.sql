-- What the readings amount to, kept and brought up to date as they come in. All of it but the
-- times, the names and the revisions can be computed anew from readings and judgements.
CREATE TABLE following (
    what TEXT PRIMARY KEY,     -- maker, reading, judgement, undated
    value TEXT NOT NULL
) STRICT;

-- Every article taken in, with what is needed to know a reprint.
CREATE TABLE followed_articles (
    row INTEGER PRIMARY KEY,
    article TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,       -- when it was published: orders reprints
    outlet TEXT NOT NULL,
    parent INTEGER,            -- the first earlier article with the same text
    origin INTEGER NOT NULL,   -- the earliest that it goes back to; itself where there is none
    sketch BLOB NOT NULL
) STRICT;
CREATE INDEX followed_articles_outlet ON followed_articles (outlet);
CREATE INDEX followed_articles_parent ON followed_articles (parent);
CREATE INDEX followed_articles_origin ON followed_articles (origin);
CREATE TABLE article_hashes (
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

-- Names of sources, folded: who may be an outlet that comes in later.
CREATE TABLE source_names (
    name TEXT NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (name, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE developments (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    kind TEXT NOT NULL,        -- the type by which it is scored
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    stage TEXT NOT NULL,       -- the furthest that anybody speaks of
    standing TEXT NOT NULL,    -- and how it stands
    articles INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    independent INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    open INTEGER NOT NULL,
    background INTEGER NOT NULL,
    due TEXT NOT NULL,         -- the day by which a plan was to be carried out; "" without
    quiet INTEGER NOT NULL,    -- 1: past that day without a report
    began TEXT NOT NULL,       -- ISO time, UTC: when the desk first had it
    changed TEXT NOT NULL,     -- ISO time, UTC: when it last became another
    actors TEXT NOT NULL,      -- JSON list
    recipients TEXT NOT NULL,  -- JSON list
    standings TEXT NOT NULL,   -- JSON list of [stage, standing]
    opens TEXT NOT NULL,       -- JSON list
    record TEXT NOT NULL       -- without its reports
) STRICT;
CREATE INDEX developments_last ON developments (last, reports, id);
CREATE INDEX developments_changed ON developments (changed);
CREATE INDEX developments_standing ON developments (standing, last);
CREATE INDEX developments_quiet ON developments (quiet, due);

CREATE TABLE reports (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL UNIQUE,
    article TEXT NOT NULL,
    day TEXT NOT NULL,
    told TEXT NOT NULL,        -- what is told, the same under any version of the coder
    component INTEGER NOT NULL,-- reports that links hold together, by one of them; 0: not linked
    "group" INTEGER NOT NULL,  -- of those, the ones whose objects are not at odds
    owns INTEGER NOT NULL,     -- 1: by it a party owns up to what it had left open
    development INTEGER,       -- NULL: rejected, or not followed yet
    record TEXT NOT NULL,      -- as the machine told it
    judged TEXT NOT NULL       -- as people judged it; "" where nobody did, "-" where rejected
) STRICT;
CREATE INDEX reports_article ON reports (article);
CREATE INDEX reports_day ON reports (day);
CREATE INDEX reports_told ON reports (told);
CREATE INDEX reports_component ON reports (component, "group");
CREATE INDEX reports_group ON reports ("group", day, development);
CREATE INDEX reports_owns ON reports ("group") WHERE owns = 1;
CREATE INDEX reports_development ON reports (development, day, "group");

CREATE TABLE components (
    row INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    mixed INTEGER NOT NULL,    -- 1: what is sent or given has nothing in common; several groups
    common TEXT NOT NULL       -- JSON list: what it has in common
) STRICT;

-- What has changed since the developments were last written: a kill loses none of it.
CREATE TABLE pending (
    kind TEXT NOT NULL,        -- component, recall, group, development
    row INTEGER NOT NULL,
    PRIMARY KEY (kind, row)
) STRICT, WITHOUT ROWID;
CREATE TABLE dropped (
    event TEXT PRIMARY KEY,
    development INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a report is looked for by those that may be linked to it.
CREATE TABLE report_keys (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (key, day, report)
) STRICT, WITHOUT ROWID;

-- Where a late word, by which a party owns up, looks for what it is about.
CREATE TABLE owning_keys (
    key INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (key, report)
) STRICT, WITHOUT ROWID;
CREATE TABLE recalled (
    "group" INTEGER PRIMARY KEY,
    into_group INTEGER NOT NULL
) STRICT;
CREATE INDEX recalled_into ON recalled (into_group);

CREATE TABLE development_parties (
    code TEXT NOT NULL,
    role TEXT NOT NULL,        -- actor, recipient
    development INTEGER NOT NULL,
    PRIMARY KEY (code, role, development)
) STRICT, WITHOUT ROWID;
CREATE INDEX development_parties_development ON development_parties (development);

CREATE TABLE development_changes (
    development INTEGER NOT NULL,
    number INTEGER NOT NULL,
    stage TEXT NOT NULL,
    standing TEXT NOT NULL,
    day TEXT NOT NULL,
    article TEXT NOT NULL,
    noted TEXT NOT NULL,       -- ISO time, UTC
    PRIMARY KEY (development, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX development_changes_noted ON development_changes (noted);
CREATE INDEX development_changes_day ON development_changes (day);

-- Every id that a development ever had; it names an event and resolves to where that is told.
CREATE TABLE development_names (
    id TEXT PRIMARY KEY,
    event TEXT NOT NULL,
    development INTEGER        -- where it went, should the event be told no more
) STRICT, WITHOUT ROWID;
CREATE INDEX development_names_development ON development_names (development);

-- Each link that was made or changed, appended.
CREATE TABLE development_revisions (
    row INTEGER PRIMARY KEY,
    what TEXT NOT NULL,        -- linked, moved, merged, split, dropped
    event TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    noted TEXT NOT NULL        -- ISO time, UTC
) STRICT;
CREATE INDEX development_revisions_noted ON development_revisions (noted);
CREATE INDEX development_revisions_to ON development_revisions ("to");

-- What stood between two actors, by week, and what was first: one row a development.
CREATE TABLE pair_weeks (
    one TEXT NOT NULL,
    other TEXT NOT NULL,       -- one < other
    week TEXT NOT NULL,        -- its Monday
    development INTEGER NOT NULL,
    done INTEGER NOT NULL,     -- 1: told as happened or under way
    statuses TEXT NOT NULL,    -- JSON object: how often each
    articles TEXT NOT NULL,    -- JSON list
    origins TEXT NOT NULL,     -- JSON list
    PRIMARY KEY (one, other, week, development)
) STRICT, WITHOUT ROWID;
CREATE INDEX pair_weeks_development ON pair_weeks (development);
CREATE TABLE pair_firsts (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    month TEXT NOT NULL,
    type TEXT NOT NULL,
    direction TEXT NOT NULL,   -- > one to other, < other to one, & both together
    development INTEGER NOT NULL,
    day TEXT NOT NULL,
    article TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (one, other, month, type, direction, development)
) STRICT, WITHOUT ROWID;
CREATE INDEX pair_firsts_development ON pair_firsts (development);
