-- What belongs to a meeting and not to the document: it leaves no step, and a power cut may lose the newest of it.

-- One row for each terminal that is, or was last, in a postmortem. at is when it said so last: a terminal that is here says so every
-- few seconds, and one that was killed does not.
ALTER TABLE live RENAME TO live_before;
CREATE TABLE live (
	postmortem INTEGER NOT NULL REFERENCES postmortem,
	session TEXT NOT NULL,
	name TEXT NOT NULL,       -- whose steps that terminal makes
	seat TEXT NOT NULL,       -- facilitator, note-taker, or '' where it is not known
	phase TEXT NOT NULL,
	selected TEXT NOT NULL,   -- the reference of the selected part, or ''
	typing TEXT NOT NULL,     -- what is typed at: a reference, '-' for what has none; '' while nobody types
	question TEXT NOT NULL,
	process TEXT NOT NULL,    -- its machine and the number of its process there
	here INTEGER NOT NULL CHECK (here IN (0, 1)), -- 0 once it has left
	at TEXT NOT NULL,
	PRIMARY KEY (postmortem, session)
) STRICT;
INSERT INTO live SELECT postmortem, session, '', '', phase, selected, '', question, '', 0, at FROM live_before;
DROP TABLE live_before;

-- The clock of a meeting, and whether the shared screens are blank.
CREATE TABLE room (
	postmortem INTEGER PRIMARY KEY REFERENCES postmortem,
	clock TEXT NOT NULL,      -- the id of this run of the clock; '' where there is none
	preset TEXT NOT NULL,
	phase TEXT NOT NULL,      -- the one that is counted
	running INTEGER NOT NULL CHECK (running IN (0, 1)),
	at TEXT,                  -- up to when it has counted
	kept INTEGER NOT NULL CHECK (kept >= 0), -- how many times what was taken has entered the document
	blank INTEGER NOT NULL CHECK (blank IN (0, 1))
) STRICT;

-- The shares of its phases, in milliseconds: what was planned, what they have taken, and how much of that is in the document.
CREATE TABLE room_share (
	postmortem INTEGER NOT NULL REFERENCES postmortem,
	phase TEXT NOT NULL,
	planned INTEGER NOT NULL CHECK (planned >= 0),
	taken INTEGER NOT NULL CHECK (taken >= 0),
	kept INTEGER NOT NULL CHECK (kept >= 0),
	PRIMARY KEY (postmortem, phase)
) STRICT;
