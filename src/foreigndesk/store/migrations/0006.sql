-- Where a watch's alerts go besides the terminal: webhooks and what apprise knows.
CREATE TABLE channels (
    id TEXT PRIMARY KEY,
    watch TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('webhook', 'notify')),
    target TEXT NOT NULL,      -- an address, which may hold a secret
    private INTEGER NOT NULL,  -- 1: may go to a private address
    secret TEXT NOT NULL,      -- the name of the environment variable that signs
    removed INTEGER NOT NULL
) STRICT;

-- What has to be sent: each alert once a channel.
CREATE TABLE outbox (
    alert TEXT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    attempts INTEGER NOT NULL,
    next REAL NOT NULL,        -- no attempt before this time (seconds since 1970)
    error TEXT NOT NULL,
    PRIMARY KEY (alert, channel)
) STRICT;
CREATE INDEX outbox_due ON outbox (state, next);
