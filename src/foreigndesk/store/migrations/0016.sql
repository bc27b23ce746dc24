-- How many reports are in what is laid down: the older, the fewer are kept.
DELETE FROM development_tellings;
ALTER TABLE development_tellings ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;
