-- For counts and searches that would else fetch every row's record.
CREATE INDEX events_told_day ON events (background, day, type);
CREATE INDEX events_type_status_day ON events (type, status, day);
CREATE INDEX pages_outcome ON pages (outcome) WHERE current = 1;
CREATE INDEX pages_old ON pages (reading) WHERE current = 0;
