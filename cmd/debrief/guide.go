package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/storage"
	"debrief/ui/ask"

	"github.com/spf13/cobra"
)

// guideFolder is where a team keeps words of its own.
func (p *program) guideFolder() (string, error) {
	f, err := p.folders()
	return filepath.Join(f.config, "guide"), err
}

// useGuide takes a team's own words, where it has any. What is wrong with them is said where words are shown, and is no reason to stop.
func (p *program) useGuide() {
	dir, err := p.guideFolder()
	if err != nil {
		return // there is no home folder: the built-in words stand
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return
	}
	if err := guide.Use(os.DirFS(dir)); err != nil {
		p.guideDoubt = fmt.Sprintf("the guide in %s: %s", dir, err)
	}
}

// wordCommands print the words that lead a group, and the questions for its people.
func (p *program) wordCommands() []*cobra.Command {
	return []*cobra.Command{p.guideCommand(), p.askCommand(), p.keysCommand()}
}

func (p *program) guideCommand() *cobra.Command {
	out := ""
	cmd := &cobra.Command{
		Use:   "guide [PAGE]",
		Short: "Print the questions and cards that lead a meeting, or write them into a folder to change",
		Long: "guide prints the words that lead a group through a postmortem: the questions of each phase, what is read aloud, and the cards.\n" +
			"With -o it writes them into a folder, one Markdown file each. A team's own words are those in the folder guide beside the\n" +
			"configuration, which debrief paths names; for a file that is not there the built-in words stand.",
		Args:              wants(0, 1, "guide [stall] [-o FOLDER]"),
		ValidArgsFunction: cobra.FixedCompletions(guideNames(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(_ *cobra.Command, args []string) error {
			names := guide.Files()
			if len(args) == 1 {
				at := slices.Index(guideNames(), strings.TrimSuffix(args[0], ".md"))
				if at < 0 {
					return noneOf("page of the guide", args[0], guideNames()...)
				}
				names = names[at : at+1]
			}
			if out != "" {
				return p.writeGuide(out, names)
			}
			return p.printGuide(names)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "write the files into this `FOLDER`; those that are there stay as they are")
	return cmd
}

// guideNames are the guide's files as people name them: assemble, stall.
func guideNames() []string {
	names := guide.Files()
	for i, n := range names {
		n = strings.TrimSuffix(n, ".md")
		if _, key, numbered := strings.Cut(n, "-"); numbered {
			n = key
		}
		names[i] = n
	}
	return names
}

// guideText is a file of the guide as it counts here: the team's own where there is one that can be read.
func (p *program) guideText(name string) string {
	if dir, err := p.guideFolder(); err == nil {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil && guide.Reads(name, string(text)) == nil {
			return model.CleanLines(string(text))
		}
	}
	return string(guide.File(name))
}

func (p *program) printGuide(names []string) error {
	if p.guideDoubt != "" {
		p.hint("debrief: " + p.guideDoubt)
	}
	if p.asJSON {
		type page struct {
			Name string `json:"name"`
			Text string `json:"text"`
		}
		pages := make([]page, 0, len(names))
		for _, n := range names {
			pages = append(pages, page{n, p.guideText(n)})
		}
		return p.out.answer(struct {
			Schema int    `json:"schema"`
			Pages  []page `json:"pages"`
		}{1, pages})
	}
	texts := make([]string, 0, len(names))
	for _, n := range names {
		texts = append(texts, strings.TrimSpace(p.guideText(n)))
	}
	return p.out.text([]byte(strings.Join(texts, "\n\n") + "\n"))
}

func (p *program) writeGuide(dir string, names []string) error {
	dir = p.homeOf(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, err)
	}
	var rows [][]string
	for _, n := range names {
		path := filepath.Join(dir, n)
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			rows = append(rows, []string{"kept", path})
			continue
		}
		if err := writeFile(path, guide.File(n), 0o644); err != nil {
			return err
		}
		rows = append(rows, []string{"written", path})
	}
	if p.asJSON {
		written := make([]string, 0, len(rows))
		for _, r := range rows {
			if r[0] == "written" {
				written = append(written, r[1])
			}
		}
		return p.out.answer(struct {
			Schema  int      `json:"schema"`
			Written []string `json:"written"`
		}{1, written})
	}
	return p.out.table(rows)
}

func (p *program) askCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "ask REF",
		Short: "Write three questions to send each participant before the meeting",
		Long: "ask writes three questions for each participant, from how they were involved and what the timeline does not say.\n" +
			"It changes nothing.",
		Args:              wants(1, 1, "ask PM-7"),
		ValidArgsFunction: p.completeRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := postRef(args[0])
			if err != nil {
				return err
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				pm, err := a.Load(cmd.Context(), ref)
				if err != nil {
					return err
				}
				return p.answerAsk(pm)
			})
		},
	}
}

func (p *program) answerAsk(pm *model.Postmortem) error {
	if p.guideDoubt != "" {
		p.hint("debrief: " + p.guideDoubt)
	}
	type asked struct {
		Name      string   `json:"name"`
		Questions []string `json:"questions"`
	}
	asks := []asked{}
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s\n%s\n", pm.Ref, model.Clean(pm.Title), guide.Before().Greeting)
	for _, a := range ask.Beforehand(pm) {
		asks = append(asks, asked(a))
		fmt.Fprintf(&text, "\n%s\n", a.Name)
		for i, q := range a.Questions {
			fmt.Fprintf(&text, "%d. %s\n", i+1, q)
		}
	}
	if p.asJSON {
		return p.out.answer(struct {
			Schema int     `json:"schema"`
			Asks   []asked `json:"asks"`
		}{1, asks})
	}
	if len(asks) == 0 {
		p.hint("nobody has a seat yet: debrief open " + pm.Ref + " --phase assemble adds people")
	}
	return p.out.text([]byte(text.String()))
}
