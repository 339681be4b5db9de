package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"debrief/export"
	"debrief/model"
	"debrief/model/cast"
	"debrief/model/patterns"
	"debrief/model/say"
	"debrief/storage"
	"debrief/ui/ask"
	"debrief/ui/preview"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"
)

// archiveCommands look at what is kept, and say what belongs together.
func (p *program) archiveCommands() []*cobra.Command {
	return []*cobra.Command{
		p.listCommand(), p.patternsCommand(), p.searchCommand(), p.similarCommand(), p.relateCommand(), p.showCommand(),
		p.checkCommand(), p.pathsCommand(),
	}
}

// prefixFlag gives a command that makes an archive the flag that says what its references begin with.
func (p *program) prefixFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.prefix, "prefix", "", "`PREFIX` of the references in an archive that is made now, such as OPS (default PM)")
}

// entry is a line of the list, as a document.
type entry struct {
	ID          string        `json:"id"`
	Ref         string        `json:"ref"`
	Title       string        `json:"title"`
	Severity    string        `json:"severity"`
	Status      string        `json:"status"`
	Phase       string        `json:"phase"`
	Services    []string      `json:"services"`
	Tags        []string      `json:"tags"`
	Started     model.Instant `json:"started"`
	TTD         *int64        `json:"ttd_seconds"`
	TTR         *int64        `json:"ttr_seconds"`
	OpenActions int           `json:"open_actions"`
}

func (p *program) listCommand() *cobra.Command {
	first := false
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the postmortems, newest incident first",
		Args:  wants(0, 0, "list [--read-first]"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				entries, err := a.List(cmd.Context())
				switch {
				case err != nil:
					return err
				case first:
					return p.listFirst(cmd.Context(), a, entries)
				}
				return p.list(entries)
			})
		},
	}
	cmd.Flags().BoolVar(&first, "read-first", false, "only those that teach somebody new most, in the order to read them in, with the reason")
	return cmd
}

// listFirst lists what somebody new reads first: entries are all that there are.
func (p *program) listFirst(ctx context.Context, a *storage.Archive, entries []model.Entry) error {
	stories, err := a.Stories(ctx, model.DateOf(p.now()))
	if err != nil {
		return err
	}
	byID := make(map[string]*model.Entry, len(entries))
	for i := range entries {
		byID[entries[i].ID] = &entries[i]
	}
	type because struct {
		entry
		Because []string `json:"because"`
	}
	list, rows := []because{}, [][]string{}
	for _, f := range patterns.ReadFirst(stories) {
		if e := byID[stories[f.Story].ID]; e != nil { // it was deleted between the two looks
			list = append(list, because{entryOf(e), f.Because})
			rows = append(rows, []string{e.Ref, strings.Join(f.Because, ", "), e.Title})
		}
	}
	switch {
	case p.asJSON:
		return p.out.answer(struct {
			Schema      int       `json:"schema"`
			Postmortems []because `json:"postmortems"`
		}{1, list})
	case len(list) == 0:
		p.hint("no postmortem stands out yet: those that came back, share a service with others, or decided something for a whole class will")
		return nil
	}
	return p.out.table(rows)
}

// entryOf is a line of the list as a document.
func entryOf(e *model.Entry) entry {
	return entry{
		e.ID, e.Ref, e.Title, e.Severity, e.Status, e.Phase, items(e.Services), items(e.Tags),
		e.Started, e.Metrics.TTD, e.Metrics.TTR, e.OpenActions,
	}
}

func (p *program) list(entries []model.Entry) error {
	if p.asJSON {
		answer := struct {
			Schema      int     `json:"schema"`
			Postmortems []entry `json:"postmortems"`
		}{1, make([]entry, 0, len(entries))}
		for i := range entries {
			answer.Postmortems = append(answer.Postmortems, entryOf(&entries[i]))
		}
		return p.out.answer(answer)
	}
	if len(entries) == 0 {
		p.hint("no postmortems yet: debrief new TITLE starts one")
		return nil
	}
	here, _ := p.here()
	rows := [][]string{{"REF", "SEVERITY", "STATUS", "STARTED (" + here.String() + ")", "DETECT", "RECOVER", "OPEN", "TITLE"}}
	for _, e := range entries {
		rows = append(rows, []string{
			e.Ref, orDash(e.Severity), e.Status, shortTime(e.Started, here), length(e.Metrics.TTD), length(e.Metrics.TTR),
			strconv.Itoa(e.OpenActions), e.Title,
		})
	}
	return p.out.table(rows)
}

// items is a list that is never null in a document.
func items(list []string) []string { return append([]string{}, list...) }

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// shortTime is an instant to the minute, as a list has it.
func shortTime(i model.Instant, zone *time.Location) string {
	if i.IsZero() {
		return "-"
	}
	return i.Time().In(zone).Format("Mon _2 Jan 2006 15:04")
}

// length is a figure as a table has it; "-" when it is not known.
func length(seconds *int64) string {
	if seconds == nil {
		return "-"
	}
	return say.Short(time.Duration(*seconds) * time.Second)
}

func (p *program) showCommand() *cobra.Command {
	closing := false
	cmd := &cobra.Command{
		Use:               "show REF",
		Short:             "Show the document, or a part of it",
		Args:              wants(1, 1, "show PM-7 [--closing], or show PM-7/A2 for one part"),
		ValidArgsFunction: p.completeParts,
		RunE: func(cmd *cobra.Command, args []string) error {
			post, part, err := partRef(args[0])
			if err != nil {
				return err
			}
			pm, err := p.load(cmd.Context(), post)
			switch {
			case err != nil:
				return err
			case part != "":
				return p.showPart(pm, part)
			case p.asJSON:
				return p.out.raw(string(model.Encode(pm, false)))
			}
			if closing {
				return p.out.text(export.Closing(cast.NewVeil(pm, false).Shown))
			}
			ties, err := p.ties(cmd.Context(), pm)
			if err != nil {
				return err
			}
			return p.show(append(export.Markdown(pm), export.Ties(ties)...))
		},
	}
	cmd.Flags().BoolVar(&closing, "closing", false, "the closing card, as text for a channel: what was decided, who has what, when we meet again")
	return cmd
}

// ties are what people said of a postmortem and others, in words.
func (p *program) ties(ctx context.Context, pm *model.Postmortem) (said []string, err error) {
	err = p.useWith(ctx, storage.Options{Existing: true}, func(a *storage.Archive) error {
		said, err = a.Ties(ctx, pm)
		return err
	})
	return said, err
}

// showPart prints what is known of one part, a line for each field that says something.
func (p *program) showPart(pm *model.Postmortem, ref string) error {
	part, ok := pm.Part(ref)
	switch {
	case !ok:
		return fmt.Errorf("there is no %s in %s", ref, pm.Ref)
	case p.asJSON:
		part, _ := model.EncodePart(pm, ref)
		return p.out.raw(string(part))
	}
	rows := [][]string{{pm.Ref + "/" + ref, part.Kind.Name}}
	for _, f := range ask.FieldsOf[part.Kind.Letter] {
		if shown := f.Shown(pm, ref); shown != "" {
			rows = append(rows, []string{f.Label, shown})
		}
	}
	return p.out.table(rows)
}

// show prints Markdown: drawn for a terminal, as it is for anything else.
func (p *program) show(markdown []byte) error {
	width, ok := terminal(p.out.w)
	if !ok || p.env("TERM") == "dumb" {
		return p.out.text(markdown)
	}
	chosen, err := p.settings()
	if err != nil {
		return err
	}
	// a command does not wait for a terminal to say what it looks like
	drawn, err := preview.Render(markdown, min(width, 120), cmp.Or(p.colours(chosen), "own"))
	if err != nil {
		return err
	}
	return p.drawn(drawn)
}

// drawn prints what preview made safe, in as many colours as the terminal has.
func (p *program) drawn(s string) error {
	_, err := colorprofile.NewWriter(p.out.w, os.Environ()).WriteString(s)
	return err
}
