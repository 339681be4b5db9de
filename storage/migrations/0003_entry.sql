-- The id of the text that a step came from; '' for others. A text that was saved while its answer got lost is known by it.
ALTER TABLE step ADD COLUMN entry TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX step_entry ON step (entry) WHERE entry <> '';
