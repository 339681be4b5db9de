-- The words that the archive is searched by, derived from its texts: the journal has none of them, and newer rules make them anew.
CREATE TABLE word (
	word INTEGER PRIMARY KEY,
	term TEXT NOT NULL UNIQUE,
	uses INTEGER NOT NULL CHECK (uses >= 0) -- in how many postmortems
) STRICT;

-- Newest first: the later an incident was, the smaller newest is (minutes before the year 1970, so below 0).
CREATE TABLE posting (
	word INTEGER NOT NULL,
	newest INTEGER NOT NULL,
	postmortem INTEGER NOT NULL,
	places INTEGER NOT NULL, -- a bit for each place
	PRIMARY KEY (word, newest, postmortem)
) STRICT, WITHOUT ROWID;

ALTER TABLE meta ADD COLUMN terms INTEGER NOT NULL DEFAULT 0; -- the version of the rules that made the words
