package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"debrief/export"
	"debrief/model"
	"debrief/storage"

	"github.com/spf13/cobra"
)

func (p *program) skeletonCommand() *cobra.Command {
	var lang, from string
	languages := strings.Join(export.Languages(), ", ")
	cmd := &cobra.Command{
		Use:   "test REF/ACTION",
		Short: "Print a skeleton of an action's regression test",
		Long: `Print a skeleton of an action's regression test: a name that says what it holds, the reference by which debrief guard finds it,
the story in three lines, and a body that fails until it is written.

Without --lang, the language is that of the test's file, where the action names one. The language is one of
` + languages + `.

Write the body, see it fail on the code from before the fix and pass with it (debrief prove), and merge it.`,
		Example:           "  debrief test PM-7/A3 --lang go > pool/pool_test.go\n  debrief test PM-7/A3 --lang python --from postmortems/PM-7.json",
		Args:              wants(1, 1, "test PM-7/A3 --lang go [--from FILE.json]"),
		ValidArgsFunction: p.completeActions,
		RunE: func(cmd *cobra.Command, args []string) error {
			post, part, err := actionRef(args[0])
			if err != nil {
				return err
			}
			if lang != "" && !slices.Contains(export.Languages(), lang) {
				return noneOf("lang", lang, export.Languages()...)
			}
			var pm *model.Postmortem
			if from == "" {
				err = p.use(cmd.Context(), func(a *storage.Archive) error {
					var err error
					pm, err = a.Load(cmd.Context(), post)
					return err
				})
			} else {
				pm, err = p.documentOf(from, post)
			}
			if err != nil {
				return err
			}
			return p.skeleton(pm, part, lang)
		},
	}
	cmd.Flags().StringVar(&lang, "lang", "", "`NAME`: "+languages)
	cmd.Flags().StringVar(&from, "from", "", "`FILE` of debrief's JSON to read, instead of the archive")
	offer(cmd, "lang", export.Languages()...)
	return cmd
}

// documentOf reads the document of a postmortem, which may have had that reference formerly.
func (p *program) documentOf(file, post string) (*model.Postmortem, error) {
	pm, err := p.readWithRef(file)
	if err != nil {
		return nil, err
	}
	means := func(ref string) bool { return strings.EqualFold(ref, post) || strings.HasSuffix(ref, "-"+post) } // PM-7, pm-7, 7
	if !means(pm.Ref) && !slices.ContainsFunc(pm.Formerly, means) {
		return nil, fmt.Errorf("%s holds %s, not %s", file, pm.Ref, post)
	}
	return pm, nil
}

func (p *program) skeleton(pm *model.Postmortem, part, lang string) error {
	a := pm.Action(part)
	if a == nil {
		return errors.New("there is no action " + part + " in " + pm.Ref)
	}
	if lang == "" && a.Test != nil {
		lang = export.LanguageOf(a.Test.File)
	}
	if lang == "" {
		return errors.New("say in which language: --lang " + strings.Join(export.Languages(), ", "))
	}
	s, err := export.NewSkeleton(pm, part, lang)
	if err != nil {
		return err
	}
	if p.asJSON {
		return p.out.answer(struct {
			Schema int    `json:"schema"`
			Ref    string `json:"ref"`
			Lang   string `json:"lang"`
			Name   string `json:"name"`
			Text   string `json:"text"`
		}{1, pm.Ref + "/" + part, lang, s.Name, s.Text})
	}
	return p.out.raw(s.Text) // safe already, and with its tabs
}
