package storage

// BeforeRooms takes away what the migration has added that gave each terminal a row, and meetings a clock.
var BeforeRooms = []string{
	"DROP TABLE room_share", "DROP TABLE room", "DROP TABLE live",
	`CREATE TABLE live (postmortem INTEGER PRIMARY KEY REFERENCES postmortem, session TEXT NOT NULL, phase TEXT NOT NULL,
		selected TEXT NOT NULL, question TEXT NOT NULL, running TEXT, at TEXT NOT NULL) STRICT`,
	"INSERT INTO live SELECT 1, 'somebody', 'whys', 'W2', '', NULL, '2026-11-18T02:14:00Z' FROM postmortem WHERE postmortem = 1",
	"ALTER TABLE participant DROP COLUMN remote", // what came after it goes too
	"ALTER TABLE event DROP COLUMN key_event", "ALTER TABLE postmortem DROP COLUMN published_url",
	"PRAGMA user_version = 6",
}
