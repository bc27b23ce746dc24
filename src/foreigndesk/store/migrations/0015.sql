-- One report more is added to what is known of a development: nothing goes through all of it.
-- What a development comes to up to an article, laid down so that the rest can be added.
CREATE TABLE development_tellings (
    row INTEGER PRIMARY KEY,
    development INTEGER NOT NULL,
    day TEXT NOT NULL,
    article TEXT NOT NULL,     -- the last that is in it
    state BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX development_tellings_at ON development_tellings (development, day, article);
-- By which late word, and which first report, what a group is about was last looked for.
CREATE TABLE owned_groups (
    "group" INTEGER PRIMARY KEY,
    word INTEGER NOT NULL,
    first INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_owning_day ON reports (day) WHERE owns = 1;
DROP INDEX reports_group;
CREATE INDEX reports_group ON reports ("group", day, article, event);
CREATE INDEX reports_group_development ON reports ("group", development);
DROP INDEX reports_development;
CREATE INDEX reports_development ON reports (development, day, article, event);
CREATE INDEX reports_development_group ON reports (development, "group");
CREATE INDEX dropped_development ON dropped (development);
DELETE FROM following WHERE what = 'maker';
-- How developments stand is looked up when a pair is asked: it changes more often than the sums.
CREATE INDEX pair_weeks_thin ON pair_weeks (one, other, week);
CREATE INDEX developments_stand ON developments (row, standing);
