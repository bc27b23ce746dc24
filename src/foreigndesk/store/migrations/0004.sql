-- What the web desk searches by, newest first.
CREATE INDEX events_type_day ON events (type, day);
CREATE INDEX events_status_day ON events (status, day);
CREATE INDEX events_source_day ON events (source_kind, day);
CREATE INDEX events_source_name ON events (source_name COLLATE NOCASE);
CREATE INDEX events_place_country ON events (place_country, day);
CREATE INDEX events_place ON events (place COLLATE NOCASE);
CREATE INDEX events_article ON events (article);
CREATE INDEX parties_name ON parties (name COLLATE NOCASE);
CREATE INDEX articles_outlet ON articles (outlet, day);
CREATE INDEX claims_source ON claims (source_name COLLATE NOCASE);
CREATE INDEX claims_article ON claims (article);
-- What its charts are drawn from.
CREATE INDEX events_course ON events (day, type, background);
CREATE INDEX pair_weeks_week ON pair_weeks (week);
CREATE INDEX pair_weeks_other ON pair_weeks (other);
