-- Watches look only at what was written since they last looked, a new one once through all.
CREATE TABLE unlooked (
    development INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE looked (
    watch TEXT PRIMARY KEY,
    wording INTEGER NOT NULL   -- the row of its wording that has gone through all
) STRICT;
CREATE INDEX alerts_event ON alerts (event, watch, what);
