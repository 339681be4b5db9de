package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"debrief/export"
	"debrief/model"
	"debrief/model/patterns"
	"debrief/storage"
	"debrief/storage/terms"
	"debrief/ui/draw"

	"github.com/spf13/cobra"
)

// patternFormats are what patterns writes beside the pictures for a terminal.
var patternFormats = []string{"markdown", "html"}

func (p *program) patternsCommand() *cobra.Command {
	format, since := "", ""
	cmd := &cobra.Command{
		Use:   "patterns",
		Short: "Say what the postmortems have in common",
		Long: fmt.Sprintf("Says what the postmortems have in common, as pictures: counts from %d postmortems on, trends and weekdays from %d,\n"+
			"weekdays hour by hour from %d. Below that it says what will be there. What chance makes as well is not called out.",
			patterns.CountsFrom, patterns.TrendsFrom, patterns.HoursFrom),
		Args: wants(0, 0, "patterns [--format markdown] [--since 2026-01]"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			first := model.Date(terms.FirstDay(since))
			if since != "" && first == "" {
				return fmt.Errorf("--since %s is not understood: it wants %s", model.Quote(since), terms.Days)
			}
			if format != "" && !slices.Contains(patternFormats, format) {
				return noneOf("format", format, patternFormats...)
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				found, err := p.patterns(cmd.Context(), a, first)
				switch {
				case err != nil:
					return err
				case format == "markdown":
					return p.out.text(export.Patterns(found, "portable"))
				case format != "":
					return p.out.text(export.Patterns(found, format))
				case p.asJSON:
					return p.out.answer(patternsAnswer(found))
				}
				return p.drawPatterns(found)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "`NAME`: markdown or html, a page for a review (default pictures for a terminal)")
	cmd.Flags().StringVar(&since, "since", "", "only incidents that began in `MONTH` or later: a year, a month or a day")
	offer(cmd, "format", patternFormats...)
	return cmd
}

// patterns are those of the incidents that began on a day or later; of all where it is "".
func (p *program) patterns(ctx context.Context, a *storage.Archive, since model.Date) (*patterns.Patterns, error) {
	stories, err := a.Stories(ctx, model.DateOf(p.now()))
	if err != nil {
		return nil, err
	}
	return patterns.Of(patterns.Since(stories, since)), nil
}

// Beside the names, bars are as long as a terminal of 80 cells has room for.
const (
	gaugeCells   = 24
	namesAtLeast = 16
	namesAtMost  = 40
)

func (p *program) drawPatterns(found *patterns.Patterns) error {
	lines := []string{found.Head()}
	for _, s := range found.Sections() {
		lines = append(lines, "", s.Title)
		if s.About != "" {
			lines[len(lines)-1] += ": " + s.About
		}
		lines = append(lines, drawSection(&s)...)
	}
	if later := found.Later(); len(later) > 0 {
		lines = append(append(lines, ""), later...)
	}
	return p.out.text([]byte(strings.Join(lines, "\n") + "\n"))
}

// drawSection draws the bars of a section, or the rows of its heat map.
func drawSection(s *patterns.Section) (lines []string) {
	column, scale := namesAtLeast, s.Scale()
	for _, l := range s.Lines {
		if l.Said != "" {
			column = max(column, min(draw.Width(model.Visible(l.Name)), namesAtMost))
		}
	}
	if len(s.Heads) > 0 {
		lines = append(lines, "  "+draw.Pad("", column+1)+strings.TrimRight(draw.HeatHeads(s.Heads)+draw.HeatLegend(len(s.Heads)), " "))
	}
	for _, l := range s.Lines {
		name, picture := model.Visible(l.Name), ""
		switch {
		case l.Said == "":
			lines = append(lines, "  "+name)
			continue
		case l.Cells != nil:
			picture = draw.Heat(l.Cells, scale.Fullest)
		case scale.Longest > 0:
			if picture = draw.Gauge(l.Size, scale.Longest, gaugeCells); picture != "" {
				picture += " "
			}
		}
		lines = append(lines, "  "+draw.Pad(name, column+1)+picture+model.Visible(l.Said))
	}
	return lines
}

// named is how many there are of something.
type named struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// meanOf is a length of time over several postmortems.
type meanOf struct {
	N      int    `json:"n"`
	Mean   *int64 `json:"mean_seconds"`
	Median *int64 `json:"median_seconds"`
}

type monthOf struct {
	Month string `json:"month"`
	N     int    `json:"n"`
	TTD   *int64 `json:"median_ttd_seconds"`
	TTR   *int64 `json:"median_ttr_seconds"`
}

type repeat struct {
	Ref  string `json:"ref"`
	Of   string `json:"of"`
	Kind string `json:"kind"`
}

type class struct {
	Name string   `json:"name"`
	N    int      `json:"n"`
	Refs []string `json:"refs"`
}

type said struct {
	Text string  `json:"text"`
	N    int     `json:"n"`
	P    float64 `json:"p"`
}

type actionCounts struct {
	N      int `json:"n"`
	Done   int `json:"done"`
	Helped int `json:"helped"`
	Late   int `json:"late"`
}

type testCounts struct {
	Promised int `json:"promised"`
	Failing  int `json:"failing_seen"`
	Passing  int `json:"passing_seen"`
}

// patternsDocument is the answer of patterns. Its figures are there from the first postmortem on; what is said is not.
type patternsDocument struct {
	Schema      int          `json:"schema"`
	Postmortems int          `json:"postmortems"`
	From        model.Date   `json:"from"`
	To          model.Date   `json:"to"`
	Categories  []named      `json:"categories"`
	Services    []named      `json:"services"`
	Tags        []named      `json:"tags"`
	Hours       [7][24]int   `json:"weekday_hour"`
	TTD         meanOf       `json:"mttd"`
	TTR         meanOf       `json:"mttr"`
	Months      []monthOf    `json:"by_month"`
	Actions     actionCounts `json:"actions"`
	Tests       testCounts   `json:"tests"`
	Repeats     []repeat     `json:"repeats"`
	Classes     []class      `json:"classes"`
	Said        []said       `json:"said"`
}

func patternsAnswer(f *patterns.Patterns) patternsDocument {
	bars := func(list []patterns.Bar) []named {
		all := make([]named, 0, len(list))
		for _, b := range list {
			all = append(all, named{b.Name, b.N})
		}
		return all
	}
	doc := patternsDocument{
		Schema: 1, Postmortems: len(f.Stories), From: f.From, To: f.To,
		Categories: bars(f.Categories), Services: bars(f.Services), Tags: bars(f.Tags), Hours: f.Hours,
		TTD: meanOf(f.TTD), TTR: meanOf(f.TTR),
		Actions: actionCounts{f.Actions.Promised.N, f.Actions.Done.N, f.Actions.Helped.N, f.Actions.Late.N},
		Tests:   testCounts{f.Tests.Promised.N, f.Tests.Failing.N, f.Tests.Passing.N},
		Months:  []monthOf{}, Repeats: []repeat{}, Classes: []class{}, Said: []said{},
	}
	for _, m := range f.Months {
		doc.Months = append(doc.Months, monthOf{m.Name, len(m.Of), m.TTD.Median, m.TTR.Median})
	}
	for _, r := range f.Relations {
		doc.Repeats = append(doc.Repeats, repeat{f.Stories[r.Story].Ref, r.Of, r.Kind})
	}
	for _, c := range f.Classes {
		doc.Classes = append(doc.Classes, class{c.Name, c.N, f.Refs(c.Of)})
	}
	for _, s := range f.Said {
		doc.Said = append(doc.Said, said{s.Text, s.N, math.Round(s.P*1e4) / 1e4})
	}
	return doc
}
