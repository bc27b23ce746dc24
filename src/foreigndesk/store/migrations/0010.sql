-- A pair's weeks, added up over its developments as they are written: asking adds up nothing.
CREATE TABLE pair_sums (
    one TEXT NOT NULL,
    other TEXT NOT NULL,       -- one < other
    week TEXT NOT NULL,        -- its Monday
    record TEXT NOT NULL,      -- as relations.weeks gives it
    PRIMARY KEY (one, other, week)
) STRICT, WITHOUT ROWID;
-- What an older version kept is made anew, once.
DELETE FROM following WHERE what = 'maker';
