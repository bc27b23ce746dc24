-- Events by context, newest first, and articles by section: what sections of the desk list.
CREATE TABLE event_contexts (
    context TEXT NOT NULL,
    day TEXT NOT NULL,         -- of the article
    event INTEGER NOT NULL,    -- its row
    PRIMARY KEY (context, day, event)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_by_context AFTER INSERT ON events BEGIN
    INSERT OR IGNORE INTO event_contexts
    SELECT value, new.day, new.row FROM json_each(new.record, '$.contexts');
END;
INSERT OR IGNORE INTO event_contexts
SELECT j.value, e.day, e.row FROM events e, json_each(e.record, '$.contexts') j;
CREATE INDEX articles_section ON articles (record ->> '$.section', day);
