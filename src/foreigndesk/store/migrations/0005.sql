-- Every page but a few is current: an index by that alone made finding one article go through all.
DROP INDEX pages_current;
CREATE INDEX pages_live ON pages (article) WHERE current = 1;
