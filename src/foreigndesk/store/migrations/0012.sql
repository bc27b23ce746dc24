-- Where an article comes from, so that a passage on many of one site's pages is known as such.
ALTER TABLE followed_articles ADD COLUMN site TEXT NOT NULL DEFAULT '';
DELETE FROM following WHERE what = 'maker';
-- Marks that tell no reprints: of a site on many of whose pages they stand, or of any ("*").
CREATE TABLE dull_marks (
    hash INTEGER NOT NULL,
    site TEXT NOT NULL,
    PRIMARY KEY (hash, site)
) STRICT, WITHOUT ROWID;
