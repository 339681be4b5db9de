-- Who joins the meeting from elsewhere, and is asked first in a round.
ALTER TABLE participant ADD COLUMN remote INTEGER NOT NULL DEFAULT 0 CHECK (remote IN (0, 1));
