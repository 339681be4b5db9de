package main

import (
	"cmp"
	"fmt"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/storage"
	"debrief/storage/terms"

	"github.com/spf13/cobra"
)

// hit is a postmortem that was found, as a document.
type hit struct {
	Ref     string   `json:"ref"`
	Title   string   `json:"title"`
	At      string   `json:"at"`
	Snippet string   `json:"snippet"`        // ⟦ and ⟧ around what was found
	Ties    []string `json:"ties,omitempty"` // what people said that it is to others
}

// How many hits are printed unless it is told otherwise, and how many are counted.
const (
	hitsShown   = 20
	hitsCounted = 1000
)

func (p *program) searchCommand() *cobra.Command {
	limit := hitsShown
	cmd := &cobra.Command{
		Use:   "search WORDS…",
		Short: "Find postmortems by what they say; exit 1 when none is found",
		Long: "Finds postmortems by words that stand anywhere in them, in any case and form: \"timed out\" finds \"timeout\", and \"pager duty\"\n" +
			"finds \"PagerDuty\". Write a phrase in quotation marks (within the shell's own: '\"pool exhausted\"'), pay* for what begins so,\n" +
			"-word or -tag:beta for what is not to be there, and filters: severity:1 service:payments tag:database owner:mei status:open\n" +
			"before:2026-06 after:2026-01 has:test. Of three words or more one may be lacking; such postmortems come last. Private notes\n" +
			"are not searched.",
		Args: wants(1, -1, "search WORDS… [--limit 20]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := terms.Parse(typed(args), false)
			if err != nil {
				return err
			}
			if err := p.checkLimit(cmd, &limit); err != nil {
				return err
			}
			if limit == 0 || limit > hitsCounted {
				limit = hitsCounted
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				found, err := a.Search(cmd.Context(), q, limit)
				if err != nil {
					return err
				}
				return p.sayFound(found)
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", limit, "print at most `N` postmortems; 0 for up to a thousand")
	return cmd
}

// typed is a query as a person would type it: an argument with a blank in it was quoted for the shell, and is a phrase where it has no
// quotation marks of its own and is not the only one.
func typed(args []string) string {
	if len(args) == 1 {
		return args[0]
	}
	words := make([]string, len(args))
	for i, a := range args {
		a = strings.TrimSpace(a)
		if words[i] = a; strings.ContainsAny(a, " \t") && !strings.Contains(a, `"`) && !strings.HasPrefix(a, "-") {
			words[i] = `"` + a + `"`
		}
	}
	return strings.Join(words, " ")
}

func (p *program) sayFound(found model.Found) error {
	more := found.More || found.All > len(found.Hits)
	if p.asJSON {
		answer := struct {
			Schema int   `json:"schema"`
			Hits   []hit `json:"hits"`
			More   bool  `json:"more,omitempty"`
		}{1, make([]hit, 0, len(found.Hits)), more}
		for _, h := range found.Hits {
			answer.Hits = append(answer.Hits, hit(h))
		}
		return cmp.Or(p.out.answer(answer), noneFound(found))
	}
	for _, h := range found.Hits {
		lines := []string{h.Ref + "  " + h.Title}
		if h.Says() {
			lines = append(lines, "      "+h.At+": "+h.Snippet)
		}
		for _, tie := range h.Ties {
			lines = append(lines, "      "+tie)
		}
		for _, line := range lines {
			if err := p.out.line(line); err != nil {
				return err
			}
		}
	}
	switch {
	case len(found.Hits) == 0:
		p.hint("nothing has these words")
	case more:
		p.hint(howMany(found))
	}
	return noneFound(found)
}

// howMany says how many there are, as far as was looked.
func howMany(found model.Found) string {
	if found.All <= len(found.Hits) { // printing more would not help
		return "there may be more: where a word stands in very many, the newest are looked at. One word more narrows it"
	}
	all := say.Count(found.All, "postmortem", "postmortems")
	if found.More || found.All > hitsCounted {
		all = "more than " + say.Thousands(min(found.All, hitsCounted))
	}
	return fmt.Sprintf("the first %d of %s: debrief search --limit 0 prints up to %s", len(found.Hits), all, say.Thousands(hitsCounted))
}

func noneFound(found model.Found) error {
	if len(found.Hits) == 0 {
		return errNo
	}
	return nil
}
