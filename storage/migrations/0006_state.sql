-- The state of the archive: a random mark that every transaction sets, and the one that it found. Each begins with the number of
-- the schema's version in the engine, which a file that was built anew counts up. By them it is known whether a log and a file
-- are of one archive. '' is an archive that has not been written to since it has them.
ALTER TABLE meta ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE meta ADD COLUMN state_before TEXT NOT NULL DEFAULT '';

-- The archive's page begins with the newest incidents.
CREATE INDEX postmortem_newest ON postmortem (coalesce(began, created_at) DESC, postmortem DESC) WHERE deleted_at IS NULL;
