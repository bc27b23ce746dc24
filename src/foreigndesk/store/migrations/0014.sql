-- And its months: what was first in each, and how hostile it was.
CREATE TABLE pair_months (
    one TEXT NOT NULL,
    other TEXT NOT NULL,       -- one < other
    month TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (one, other, month)
) STRICT, WITHOUT ROWID;
DELETE FROM following WHERE what = 'maker';
