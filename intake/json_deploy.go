package intake

import (
	"encoding/json"
	"strings"

	"debrief/intake/text"
)

func isActions(l *jsonLook) bool {
	of := func(m map[string]string) bool {
		return has(m, "status", "createdAt") && (has(m, "workflowName") || has(m, "headSha") || has(m, "databaseId") || has(m, "displayTitle")) ||
			has(m, "workflow_id", "created_at", "status")
	}
	return l.list && of(l.item) || l.in == "workflow_runs" || of(l.doc)
}

// actionsRun is a run as "gh run list --json" names its members, and as the API does.
type actionsRun struct {
	ID         json.RawMessage `json:"databaseId"`
	APIID      json.RawMessage `json:"id"`
	Attempt    json.RawMessage `json:"attempt"`
	RunAttempt json.RawMessage `json:"run_attempt"`
	Name       string          `json:"name"`
	Workflow   string          `json:"workflowName"`
	Title      string          `json:"displayTitle"`
	APITitle   string          `json:"display_title"`
	Branch     string          `json:"headBranch"`
	APIBranch  string          `json:"head_branch"`
	SHA        string          `json:"headSha"`
	APISHA     string          `json:"head_sha"`
	Created    string          `json:"createdAt"`
	APICreated string          `json:"created_at"`
	Started    string          `json:"startedAt"`
	APIStarted string          `json:"run_started_at"`
	Updated    string          `json:"updatedAt"`
	APIUpdated string          `json:"updated_at"`
	Status     string          `json:"status"`
	Conclusion string          `json:"conclusion"`
	URL        string          `json:"url"`
	HTML       string          `json:"html_url"`
}

// readActions reads a run of a workflow: one event when it started, one when it was done.
func readActions(item []byte, _ *jsonReader) ([]entry, string) {
	var x actionsRun
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.Started, x.APIStarted, x.Created, x.APICreated)
	if !ok {
		return nil, noTime
	}
	what := text.First(x.Workflow, x.Name, "workflow")
	if title := text.First(x.Title, x.APITitle); title != "" && title != what {
		what += ": " + title
	}
	var of []string
	for _, word := range []string{text.First(x.Branch, x.APIBranch), short(text.First(x.SHA, x.APISHA))} {
		if word != "" {
			of = append(of, word)
		}
	}
	if len(of) > 0 {
		what += " (" + strings.Join(of, " ") + ")"
	}
	id := keyed(text.First(member(x.ID), member(x.APIID)), text.First(member(x.Attempt), member(x.RunAttempt), "1"))
	e := entry{when: when, text: what + " started", kind: "change", link: text.First(x.HTML, x.URL), key: keyed(id, "started")}
	found := []entry{e}
	end, ok := timed(x.Updated, x.APIUpdated)
	if x.Status == "completed" && ok {
		e.when, e.key = end, keyed(id, "completed")
		e.text = what + ": " + text.First(x.Conclusion, "completed")
		if x.Conclusion == "failure" || x.Conclusion == "timed_out" {
			e.kind = "signal"
		}
		found = append(found, e)
	}
	return found, ""
}

// short is a commit as people say it.
func short(sha string) string { return sha[:min(len(sha), 7)] }

func isDeployments(l *jsonLook) bool {
	of := func(m map[string]string) bool {
		return has(m, "environment", "created_at") && (has(m, "ref") || has(m, "state"))
	}
	return l.list && of(l.item) || of(l.doc)
}

// readDeployment reads a deployment of GitHub's API, or a status of one.
func readDeployment(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID          json.RawMessage `json:"id"`
		CreatedAt   string          `json:"created_at"`
		Environment string          `json:"environment"`
		Ref         string          `json:"ref"`
		SHA         string          `json:"sha"`
		State       string          `json:"state"`
		Description string          `json:"description"`
		Creator     struct {
			Login string `json:"login"`
		} `json:"creator"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.CreatedAt)
	if !ok {
		return nil, noTime
	}
	text := "Deployment to " + text.First(x.Environment, "somewhere")
	switch {
	case x.State != "":
		text += ": " + x.State
	case x.SHA != "" && strings.HasPrefix(x.SHA, x.Ref):
		text += " of " + short(x.SHA)
	case x.Ref != "":
		text += " of " + strings.TrimSpace(x.Ref+" "+short(x.SHA))
	}
	if x.Description != "" {
		text += " (" + x.Description + ")"
	}
	return []entry{{when: when, text: text, by: x.Creator.Login, kind: "change", key: member(x.ID)}}, ""
}
