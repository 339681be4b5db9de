-- When a postmortem was deleted; NULL for one that is there. Its rows stay, so that it comes back as it was; no list reads them.
ALTER TABLE postmortem ADD COLUMN deleted_at TEXT;
CREATE INDEX postmortem_deleted ON postmortem (deleted_at) WHERE deleted_at IS NOT NULL;
