-- What is open, in the order of its day: an archive of ten thousand postmortems answers what is due without reading them all.
CREATE INDEX action_open ON "action" (due, postmortem, rank) WHERE status NOT IN ('done', 'dropped');
CREATE INDEX postmortem_follow_up_open ON postmortem (follow_up_at) WHERE follow_up_held_at IS NULL AND follow_up_at IS NOT NULL;
CREATE INDEX postmortem_reread_open ON postmortem (reread_due) WHERE reread_done_at IS NULL AND reread_due IS NOT NULL;
