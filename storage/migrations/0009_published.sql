-- Which events are key: those that readers outside the team are shown. And where the page was published.
ALTER TABLE event ADD COLUMN key_event INTEGER NOT NULL DEFAULT 0 CHECK (key_event IN (0, 1));
ALTER TABLE postmortem ADD COLUMN published_url TEXT NOT NULL DEFAULT '';
