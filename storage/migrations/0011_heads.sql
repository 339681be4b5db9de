-- The words of titles and labels by themselves: few letters are looked for there alone, and what has a word in its title comes first.
CREATE INDEX posting_head ON posting (word, newest, postmortem, places) WHERE places & 3;

-- What patterns count, beside the texts: what is done is all that is neither open nor dropped.
CREATE INDEX action_counted ON "action" (postmortem, status, scope, test, test_failing, test_passing, test_guard, test_guard_found)
	WHERE status = 'dropped' OR scope = 'class' OR test;
CREATE INDEX why_counted ON why (postmortem, category, role) WHERE category <> '' OR role = 'detection gap';
