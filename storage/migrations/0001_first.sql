-- The archive, schema 1. Instants are RFC 3339 in UTC with the digits of a second that they were given with, days are
-- YYYY-MM-DD, NULL is "not known" and "points at nothing". Parts are known by (postmortem, ref); rank is their order.
-- No change cascades: every row that changes is a change in the journal.

CREATE TABLE meta (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	archive TEXT NOT NULL,          -- the archive's own id
	prefix TEXT NOT NULL,           -- of references: PM-1, PM-2
	last INTEGER NOT NULL CHECK (last >= 0), -- the newest number given; never lowered
	oldest INTEGER NOT NULL         -- the oldest schema whose programs may read this archive
) STRICT;

-- One row for each postmortem. Where a record such as the meeting may be absent, a column of its name says whether it is
-- there (1), and its own columns follow.
CREATE TABLE postmortem (
	postmortem INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE CHECK (id <> ''),
	ref TEXT NOT NULL UNIQUE CHECK (ref <> ''),
	created_at TEXT,
	revision INTEGER NOT NULL CHECK (revision >= 1),
	began TEXT, -- derived, for the list: the started moment, else the first event's time
	actions INTEGER NOT NULL CHECK (actions >= 0), -- derived, for the list
	open_actions INTEGER NOT NULL CHECK (open_actions BETWEEN 0 AND actions), -- derived, for the list: open or doing
	last_e INTEGER NOT NULL DEFAULT 0 CHECK (last_e >= 0), -- the newest number given; never lowered
	last_c INTEGER NOT NULL DEFAULT 0 CHECK (last_c >= 0),
	last_w INTEGER NOT NULL DEFAULT 0 CHECK (last_w >= 0),
	last_a INTEGER NOT NULL DEFAULT 0 CHECK (last_a >= 0),
	last_n INTEGER NOT NULL DEFAULT 0 CHECK (last_n >= 0),
	last_i INTEGER NOT NULL DEFAULT 0 CHECK (last_i >= 0),
	last_k INTEGER NOT NULL DEFAULT 0 CHECK (last_k >= 0),
	last_l INTEGER NOT NULL DEFAULT 0 CHECK (last_l >= 0),
	title TEXT NOT NULL CHECK (title <> ''),
	severity TEXT NOT NULL DEFAULT '' CHECK (severity IN ('', 'SEV1', 'SEV2', 'SEV3', 'SEV4', 'SEV5')),
	status TEXT NOT NULL DEFAULT '' CHECK (status IN ('', 'draft', 'reviewed', 'published', 'closed')),
	phase TEXT NOT NULL DEFAULT '' CHECK (phase IN ('', 'assemble', 'facts', 'causes', 'whys', 'action', 'close')),
	summary TEXT NOT NULL DEFAULT '',
	why_now TEXT NOT NULL DEFAULT '',
	likely_again TEXT NOT NULL DEFAULT '' CHECK (likely_again IN ('', 'unlikely', 'possible', 'likely')),
	zone TEXT NOT NULL DEFAULT '',
	reviewed_at TEXT,
	published_at TEXT,
	closed_at TEXT,
	meeting INTEGER NOT NULL DEFAULT 0 CHECK (meeting IN (0, 1)),
	meeting_at TEXT,
	meeting_minutes INTEGER NOT NULL DEFAULT 0 CHECK (meeting_minutes >= 0),
	moments_started INTEGER NOT NULL DEFAULT 0 CHECK (moments_started IN (0, 1)),
	moments_started_at TEXT,
	moments_started_event TEXT,
	moments_detected INTEGER NOT NULL DEFAULT 0 CHECK (moments_detected IN (0, 1)),
	moments_detected_at TEXT,
	moments_detected_event TEXT,
	moments_mitigated INTEGER NOT NULL DEFAULT 0 CHECK (moments_mitigated IN (0, 1)),
	moments_mitigated_at TEXT,
	moments_mitigated_event TEXT,
	moments_resolved INTEGER NOT NULL DEFAULT 0 CHECK (moments_resolved IN (0, 1)),
	moments_resolved_at TEXT,
	moments_resolved_event TEXT,
	follow_up INTEGER NOT NULL DEFAULT 0 CHECK (follow_up IN (0, 1)),
	follow_up_at TEXT,
	follow_up_minutes INTEGER NOT NULL DEFAULT 0 CHECK (follow_up_minutes >= 0),
	follow_up_held_at TEXT,
	follow_up_again TEXT NOT NULL DEFAULT '' CHECK (follow_up_again IN ('', 'yes', 'no', 'too early')),
	follow_up_missed TEXT NOT NULL DEFAULT '',
	reread INTEGER NOT NULL DEFAULT 0 CHECK (reread IN (0, 1)),
	reread_due TEXT,
	reread_done_at TEXT,
	reread_missed TEXT NOT NULL DEFAULT '',
	agenda_preset TEXT NOT NULL DEFAULT '',
	notes TEXT NOT NULL DEFAULT '',
	FOREIGN KEY (postmortem, moments_started_event) REFERENCES event (postmortem, ref) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY (postmortem, moments_detected_event) REFERENCES event (postmortem, ref) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY (postmortem, moments_mitigated_event) REFERENCES event (postmortem, ref) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY (postmortem, moments_resolved_event) REFERENCES event (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE postmortem_services (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	value TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (postmortem, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE postmortem_tags (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	value TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (postmortem, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE postmortem_follow_up_verdicts (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	"action" TEXT,
	helped TEXT NOT NULL DEFAULT '' CHECK (helped IN ('', 'yes', 'no', 'too early')),
	note TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (postmortem, position),
	FOREIGN KEY (postmortem, "action") REFERENCES "action" (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE postmortem_relations (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	id TEXT NOT NULL DEFAULT '',
	ref TEXT NOT NULL DEFAULT '',
	kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'repeat of', 'related')),
	PRIMARY KEY (postmortem, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE postmortem_agenda_taken_seconds (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	phase TEXT NOT NULL DEFAULT '' CHECK (phase IN ('', 'assemble', 'facts', 'causes', 'whys', 'action', 'close')),
	seconds INTEGER NOT NULL DEFAULT 0 CHECK (seconds >= 0),
	PRIMARY KEY (postmortem, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE postmortem_dismissed (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	code TEXT NOT NULL DEFAULT '',
	at TEXT NOT NULL DEFAULT '',
	text TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (postmortem, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	ref TEXT NOT NULL CHECK (ref GLOB 'N[1-9]*'),
	rank INTEGER NOT NULL CHECK (rank > 0),
	name TEXT NOT NULL DEFAULT '',
	team TEXT NOT NULL DEFAULT '',
	handle TEXT NOT NULL DEFAULT '',
	facilitator INTEGER NOT NULL DEFAULT 0 CHECK (facilitator IN (0, 1)),
	note_taker INTEGER NOT NULL DEFAULT 0 CHECK (note_taker IN (0, 1)),
	invited INTEGER NOT NULL DEFAULT 0 CHECK (invited IN (0, 1)),
	attended INTEGER NOT NULL DEFAULT 0 CHECK (attended IN (0, 1)),
	PRIMARY KEY (postmortem, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant_involved (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	participant TEXT NOT NULL,
	position INTEGER NOT NULL CHECK (position >= 0),
	value TEXT NOT NULL DEFAULT '' CHECK (value IN ('', 'plan', 'design', 'build', 'deploy', 'triage', 'mitigate', 'support', 'sales', 'observe')),
	PRIMARY KEY (postmortem, participant, position),
	FOREIGN KEY (postmortem, participant) REFERENCES participant (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE impact (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	ref TEXT NOT NULL CHECK (ref GLOB 'I[1-9]*'),
	rank INTEGER NOT NULL CHECK (rank > 0),
	what TEXT NOT NULL DEFAULT '',
	amount REAL,
	unit TEXT NOT NULL DEFAULT '',
	estimate INTEGER NOT NULL DEFAULT 0 CHECK (estimate IN (0, 1)),
	PRIMARY KEY (postmortem, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	ref TEXT NOT NULL CHECK (ref GLOB 'E[1-9]*'),
	rank INTEGER NOT NULL CHECK (rank > 0),
	at TEXT,
	until TEXT,
	original TEXT NOT NULL DEFAULT '',
	original_zone TEXT NOT NULL DEFAULT '',
	precision TEXT NOT NULL DEFAULT '' CHECK (precision IN ('', 'second', 'minute', 'hour', 'day', 'about', 'unknown')),
	kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'signal', 'action', 'decision', 'hypothesis', 'communication', 'change', 'note')),
	text TEXT NOT NULL DEFAULT '',
	"by" TEXT NOT NULL DEFAULT '',
	count INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0),
	source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'log', 'alert', 'chat', 'deploy', 'ticket', 'witness', 'memory')),
	link TEXT NOT NULL DEFAULT '',
	origin TEXT NOT NULL DEFAULT '',
	"key" TEXT NOT NULL DEFAULT '',
	known_then INTEGER NOT NULL DEFAULT 0 CHECK (known_then IN (0, 1)),
	noise INTEGER NOT NULL DEFAULT 0 CHECK (noise IN (0, 1)),
	outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'confirmed', 'ruled out')),
	settled_by TEXT,
	PRIMARY KEY (postmortem, ref),
	FOREIGN KEY (postmortem, settled_by) REFERENCES event (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- Without it, each event that goes would look through all others for those that it settled.
CREATE INDEX event_settled_by ON event (settled_by) WHERE settled_by IS NOT NULL;

-- The line of a log that an event came from, as it was.
CREATE TABLE event_raw (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	event TEXT NOT NULL,
	position INTEGER NOT NULL CHECK (position >= 0),
	line TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (postmortem, event, position),
	FOREIGN KEY (postmortem, event) REFERENCES event (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- The same moment as other sources told it.
CREATE TABLE event_also (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	event TEXT NOT NULL,
	position INTEGER NOT NULL CHECK (position >= 0),
	at TEXT,
	original TEXT NOT NULL DEFAULT '',
	text TEXT NOT NULL DEFAULT '',
	source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'log', 'alert', 'chat', 'deploy', 'ticket', 'witness', 'memory')),
	link TEXT NOT NULL DEFAULT '',
	origin TEXT NOT NULL DEFAULT '',
	raw TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (postmortem, event, position),
	FOREIGN KEY (postmortem, event) REFERENCES event (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- Causes and whys are one tree: a cause (C1) is a why without a parent.
CREATE TABLE why (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	ref TEXT NOT NULL CHECK (ref GLOB '[CW][1-9]*'),
	rank INTEGER NOT NULL CHECK (rank > 0),
	parent TEXT CHECK ((parent IS NULL) = (ref GLOB 'C*')),
	text TEXT NOT NULL DEFAULT '',
	role TEXT NOT NULL DEFAULT '' CHECK (role IN ('', 'trigger', 'contributing', 'prolonging', 'detection gap')),
	hands INTEGER NOT NULL DEFAULT 0 CHECK (hands >= 0),
	question TEXT NOT NULL DEFAULT '',
	answer TEXT NOT NULL DEFAULT '',
	category TEXT NOT NULL DEFAULT '' CHECK (category IN ('', 'human error', 'process gap', 'tooling failure', 'design weakness', 'communication breakdown')),
	confidence TEXT NOT NULL DEFAULT '' CHECK (confidence IN ('', 'known', 'likely', 'guess')),
	stop TEXT NOT NULL DEFAULT '' CHECK (stop IN ('', 'actionable', 'outside our control', 'not known yet')),
	root INTEGER NOT NULL DEFAULT 0 CHECK (root IN (0, 1)),
	fixable TEXT NOT NULL DEFAULT '' CHECK (fixable IN ('', 'now', 'later', 'no')),
	fix TEXT NOT NULL DEFAULT '' CHECK (fix IN ('', 'structural', 'proximate')),
	PRIMARY KEY (postmortem, ref),
	FOREIGN KEY (postmortem, parent) REFERENCES why (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE why_events (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	why TEXT NOT NULL,
	position INTEGER NOT NULL CHECK (position >= 0),
	value TEXT NOT NULL,
	PRIMARY KEY (postmortem, why, position),
	FOREIGN KEY (postmortem, why) REFERENCES why (postmortem, ref) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY (postmortem, value) REFERENCES event (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE "action" (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	ref TEXT NOT NULL CHECK (ref GLOB 'A[1-9]*'),
	rank INTEGER NOT NULL CHECK (rank > 0),
	title TEXT NOT NULL DEFAULT '',
	done_when TEXT NOT NULL DEFAULT '',
	owner TEXT NOT NULL DEFAULT '',
	due TEXT,
	kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'corrective', 'preventative')),
	area TEXT NOT NULL DEFAULT '' CHECK (area IN ('', 'detection', 'response', 'prevention', 'communication')),
	scope TEXT NOT NULL DEFAULT '' CHECK (scope IN ('', 'specific', 'class')),
	ticket TEXT NOT NULL DEFAULT '',
	priority TEXT NOT NULL DEFAULT '' CHECK (priority IN ('', 'P1', 'P2', 'P3', 'P4')),
	status TEXT NOT NULL DEFAULT '' CHECK (status IN ('', 'open', 'doing', 'done', 'dropped')),
	reason TEXT NOT NULL DEFAULT '',
	started_at TEXT,
	done_at TEXT,
	dropped_at TEXT,
	test INTEGER NOT NULL DEFAULT 0 CHECK (test IN (0, 1)),
	test_name TEXT NOT NULL DEFAULT '',
	test_file TEXT NOT NULL DEFAULT '',
	test_command TEXT NOT NULL DEFAULT '',
	test_failing INTEGER NOT NULL DEFAULT 0 CHECK (test_failing IN (0, 1)),
	test_failing_at TEXT,
	test_failing_commit TEXT NOT NULL DEFAULT '',
	test_failing_exit_code INTEGER NOT NULL DEFAULT 0,
	test_failing_tail TEXT NOT NULL DEFAULT '',
	test_passing INTEGER NOT NULL DEFAULT 0 CHECK (test_passing IN (0, 1)),
	test_passing_at TEXT,
	test_passing_commit TEXT NOT NULL DEFAULT '',
	test_passing_exit_code INTEGER NOT NULL DEFAULT 0,
	test_passing_tail TEXT NOT NULL DEFAULT '',
	test_merged_at TEXT,
	test_link TEXT NOT NULL DEFAULT '',
	test_guard INTEGER NOT NULL DEFAULT 0 CHECK (test_guard IN (0, 1)),
	test_guard_at TEXT,
	test_guard_found INTEGER NOT NULL DEFAULT 0 CHECK (test_guard_found IN (0, 1)),
	test_guard_where TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (postmortem, ref)
) STRICT, WITHOUT ROWID;

-- The causes and whys that an action answers.
CREATE TABLE action_answers (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	"action" TEXT NOT NULL,
	position INTEGER NOT NULL CHECK (position >= 0),
	value TEXT NOT NULL,
	PRIMARY KEY (postmortem, "action", position),
	FOREIGN KEY (postmortem, "action") REFERENCES "action" (postmortem, ref) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY (postmortem, value) REFERENCES why (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE parked (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	ref TEXT NOT NULL CHECK (ref GLOB 'K[1-9]*'),
	rank INTEGER NOT NULL CHECK (rank > 0),
	text TEXT NOT NULL DEFAULT '',
	phase TEXT NOT NULL DEFAULT '' CHECK (phase IN ('', 'assemble', 'facts', 'causes', 'whys', 'action', 'close')),
	outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'action', 'declined')),
	reason TEXT NOT NULL DEFAULT '',
	"action" TEXT,
	PRIMARY KEY (postmortem, ref),
	FOREIGN KEY (postmortem, "action") REFERENCES "action" (postmortem, ref) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE lesson (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	ref TEXT NOT NULL CHECK (ref GLOB 'L[1-9]*'),
	rank INTEGER NOT NULL CHECK (rank > 0),
	kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'went well', 'went badly', 'lucky', 'learned')),
	text TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (postmortem, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE postmortem_formerly (
	postmortem INTEGER NOT NULL REFERENCES postmortem DEFERRABLE INITIALLY DEFERRED,
	position INTEGER NOT NULL CHECK (position >= 0),
	value TEXT NOT NULL,
	PRIMARY KEY (postmortem, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX postmortem_formerly_value ON postmortem_formerly (value);

-- The journal: one row for each acknowledged edit, and its changes as images of fields before and after, in JSON. A change
-- with the field '' is a whole part.
CREATE TABLE step (
	step INTEGER PRIMARY KEY,
	postmortem INTEGER NOT NULL REFERENCES postmortem,
	n INTEGER NOT NULL CHECK (n >= 1), -- counts in each postmortem
	at TEXT NOT NULL,
	author TEXT NOT NULL,
	session TEXT NOT NULL,
	batch TEXT NOT NULL DEFAULT '',
	label TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
	undoes INTEGER NOT NULL DEFAULT 0 CHECK ((undoes > 0) = (kind <> 'do') AND undoes < n),
	UNIQUE (postmortem, n)
) STRICT;

CREATE TABLE change (
	step INTEGER NOT NULL REFERENCES step,
	position INTEGER NOT NULL CHECK (position >= 0),
	part TEXT NOT NULL, -- '' is the postmortem itself
	field TEXT NOT NULL,
	before TEXT NOT NULL,
	after TEXT NOT NULL,
	PRIMARY KEY (step, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER step_stays BEFORE UPDATE ON step BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER step_is_kept BEFORE DELETE ON step BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_is_kept BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Where somebody is in a postmortem. Not an edit: no step is written for it, and a power cut may lose the newest.
CREATE TABLE live (
	postmortem INTEGER PRIMARY KEY REFERENCES postmortem,
	session TEXT NOT NULL,
	phase TEXT NOT NULL,
	selected TEXT NOT NULL,
	question TEXT NOT NULL,
	running TEXT,
	at TEXT NOT NULL
) STRICT;
