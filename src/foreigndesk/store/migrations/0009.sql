-- The morning brief reads only what is new: by the articles' days, and by when the desk had it.
CREATE INDEX developments_news ON developments (background, last, reports, id, first);
CREATE INDEX developments_heard ON developments (background, changed, began, quiet, last, reports, id);
DROP INDEX development_changes_day;
CREATE INDEX development_changes_day ON development_changes (development, day);
DROP INDEX development_changes_noted;
CREATE INDEX development_changes_noted ON development_changes (development, noted);
CREATE INDEX development_changes_since ON development_changes (noted, development);
