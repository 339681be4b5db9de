package intake

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// runTimes are where a run of a workflow has its time.
var runTimes = []string{"startedAt", "run_started_at", "createdAt", "created_at"}

// readActions reads a run of a workflow, as "gh run list --json" names its members and as the API does: one event when it started,
// one when it was done.
func readActions(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	what := text.First(x.at("workflowName", "name"), "workflow")
	if title := x.at("displayTitle", "display_title"); title != "" && title != what {
		what += ": " + title
	}
	if of := strings.TrimSpace(x.at("headBranch", "head_branch") + " " + short(x.at("headSha", "head_sha"))); of != "" {
		what += " (" + of + ")"
	}
	id := keyed(x.at("databaseId", "id"), text.First(x.at("attempt", "run_attempt"), "1"))
	e := entry{when: when, text: what + " started", kind: "change", link: x.at("html_url", "url"), key: keyed(id, "started")}
	found := []entry{e}
	end, ok := x.when("updatedAt", "updated_at")
	if ok && x.at("status") == "completed" {
		e.when, e.key = end, keyed(id, "completed")
		conclusion := text.First(x.at("conclusion"), "completed")
		e.text = what + ": " + conclusion
		if conclusion == "failure" || conclusion == "timed_out" {
			e.kind = "signal"
		}
		found = append(found, e)
	}
	return found, ""
}

// short is a commit as people say it.
func short(sha string) string { return sha[:min(len(sha), 7)] }

// readDeployment reads a deployment of GitHub's API, or a status of one.
func readDeployment(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	said := "Deployment to " + text.First(x.at("environment"), "somewhere")
	switch state, ref, sha := x.at("state"), x.at("ref"), x.at("sha"); {
	case state != "":
		said += ": " + state
	case sha != "" && strings.HasPrefix(sha, ref):
		said += " of " + short(sha)
	case ref != "":
		said += " of " + strings.TrimSpace(ref+" "+short(sha))
	}
	if more := x.at("description"); more != "" {
		said += " (" + more + ")"
	}
	return []entry{{when: when, text: said, by: x.at("creator.login"), kind: "change", key: x.at("id")}}, ""
}
