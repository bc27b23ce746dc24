-- Whether an event has a party, and which events a party has, stands in the index.
DROP INDEX parties_country;
CREATE INDEX parties_country ON parties (country, role, reading, event);
DROP INDEX events_reading;
CREATE INDEX events_reading ON events (reading, id);
