-- What networks and actors' weeks are summed from stands in the index: no row is looked up.
DROP INDEX pair_weeks_week;
CREATE INDEX pair_weeks_week ON pair_weeks (week, one, other, done);
DROP INDEX pair_weeks_other;
CREATE INDEX pair_weeks_other ON pair_weeks (other, week, one, done);
CREATE INDEX pair_weeks_one ON pair_weeks (one, week, other, done);
DROP INDEX developments_stand;
CREATE INDEX developments_stand ON developments (row, standing, kind);
