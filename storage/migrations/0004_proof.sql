-- What is known of a run of a regression test beside its exit status, and what a look for the test says in a word.
ALTER TABLE "action" ADD COLUMN test_failing_runner TEXT NOT NULL DEFAULT '';
ALTER TABLE "action" ADD COLUMN test_failing_tests INTEGER NOT NULL DEFAULT 0 CHECK (test_failing_tests >= 0);
ALTER TABLE "action" ADD COLUMN test_failing_command TEXT NOT NULL DEFAULT '';
ALTER TABLE "action" ADD COLUMN test_failing_despite TEXT NOT NULL DEFAULT '';
ALTER TABLE "action" ADD COLUMN test_passing_runner TEXT NOT NULL DEFAULT '';
ALTER TABLE "action" ADD COLUMN test_passing_tests INTEGER NOT NULL DEFAULT 0 CHECK (test_passing_tests >= 0);
ALTER TABLE "action" ADD COLUMN test_passing_command TEXT NOT NULL DEFAULT '';
ALTER TABLE "action" ADD COLUMN test_passing_despite TEXT NOT NULL DEFAULT '';
ALTER TABLE "action" ADD COLUMN test_guard_says TEXT NOT NULL DEFAULT ''
	CHECK (test_guard_says IN ('', 'there', 'moved', 'mentioned', 'skipped', 'lost'));
