-- A word is looked up by what it is alone: it is kept in that order, and once.
CREATE TABLE word_by_term (
	term TEXT PRIMARY KEY,
	word INTEGER NOT NULL, -- what its postings have
	uses INTEGER NOT NULL CHECK (uses >= 0) -- in how many postmortems
) STRICT, WITHOUT ROWID;
INSERT INTO word_by_term (term, word, uses) SELECT term, word, uses FROM word ORDER BY term;
DROP TABLE word;
ALTER TABLE word_by_term RENAME TO word;
