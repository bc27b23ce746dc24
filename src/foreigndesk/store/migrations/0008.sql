-- What left a development: few rows, and looked for on the page of each.
CREATE INDEX development_revisions_from ON development_revisions ("from") WHERE what <> 'linked';
