package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debrief/export"
	"debrief/export/page"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/model/say"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// formats are what export writes. Files of all but a page, which has its dialect's, end with the format's name.
var formats = []string{"markdown", "html", "json", "csv", "ics"}

// maxDocument is how large a document that is imported may be, in bytes.
const maxDocument = 64 << 20

// exchangeCommands bring postmortems out and in: export, template and import.
func (p *program) exchangeCommands() []*cobra.Command {
	return []*cobra.Command{p.exportCommand(), p.templateCommand(), p.importCommand()}
}

// exportFlags say what to write, and where.
type exportFlags struct {
	format, to, dialect, audience, of string
	all, private, replace             bool

	template  string            // the file or folder of somebody's own layout
	layout    *export.Template  // what is in it, nil for debrief's own
	hosts     []string          // that a page for the public may lead to
	addresses map[string]string // where postmortems were published, once it was asked for
	notNames  []string          // places of which somebody says that they name nobody: E4=Will
}

func (p *program) exportCommand() *cobra.Command {
	var flags exportFlags
	cmd := &cobra.Command{
		Use:   "export REF",
		Short: "Write a postmortem as a page, JSON or a table, or its dates for a calendar",
		Long: "export writes a postmortem for those who will read it. A page of debrief's is written over where nobody has changed it since:\n" +
			"its last line says from which step it was written, and what the archive had then must give the same page. Anything else in\n" +
			"its place stays, with exit status 1, unless you --replace it: a page without that line, such as one for the public, cannot be\n" +
			"told from one that was changed. Who may read a file that is written over stays as it was.",
		Args:              wants(0, 1, "export PM-7 [--format markdown] [-o FILE], or debrief export --all -o FOLDER"),
		ValidArgsFunction: p.completeRefs,
		RunE: func(cmd *cobra.Command, args []string) error {
			err := p.checkExport(&flags, args)
			if err == nil {
				err = p.prepareExport(&flags)
			}
			if err != nil {
				return err
			}
			return p.use(cmd.Context(), func(a *storage.Archive) error {
				if flags.all {
					return p.exportFolder(cmd.Context(), a, &flags)
				}
				return p.exportRef(cmd.Context(), a, args[0], &flags)
			})
		},
	}
	cmd.Flags().StringVar(&flags.format, "format", "",
		"`NAME`: markdown, html for a browser, json, csv for a table, or ics for a calendar (default markdown)")
	cmd.Flags().StringVarP(&flags.to, "output", "o", "", "`FILE` or folder to write to, instead of standard output")
	cmd.Flags().BoolVar(&flags.all, "all", false, "every postmortem but the example, each into a file of its own")
	cmd.Flags().BoolVar(&flags.replace, "replace", false, "write over a page also where somebody has changed it since debrief wrote it")
	cmd.Flags().BoolVar(&flags.private, "private", false, "with the private notes, which JSON alone can hold")
	cmd.Flags().StringVar(&flags.dialect, "dialect", "", "`NAME` of the page's markup: "+strings.Join(export.Dialects(), ", ")+
		" (github is for GitLab too; default portable)")
	cmd.Flags().StringVar(&flags.audience, "audience", "", "`WHO` will read the page: "+strings.Join(page.Audiences(), ", ")+" (default team)")
	cmd.Flags().StringVar(&flags.template, "template", "", "`FILE` or folder with a layout of your own for the page; debrief template prints one")
	cmd.Flags().StringVar(&flags.of, "of", "", "`WHAT` a table of --format csv holds: actions or timeline (default actions)")
	cmd.Flags().StringArrayVar(&flags.notNames, "not-a-name", nil,
		"say of a `PLACE` that was found, such as E4=Will, that it names nobody (again for more)")
	offer(cmd, "format", formats...)
	offer(cmd, "of", "actions", "timeline")
	offer(cmd, "dialect", export.Dialects()...)
	offer(cmd, "audience", page.Audiences()...)
	return cmd
}

// exportRef writes the postmortem of a reference.
func (p *program) exportRef(ctx context.Context, a *storage.Archive, arg string, flags *exportFlags) error {
	ref, err := postRef(arg)
	if err != nil {
		return err
	}
	pm, err := a.Load(ctx, ref)
	if err != nil {
		return err
	}
	if pm, err = p.notNames(ctx, a, pm, flags); err != nil {
		return err
	}
	data, err := p.exportData(ctx, a, pm, flags)
	if err != nil {
		return p.told(flags, err)
	}
	if err := p.saySince(ctx, a, pm, "", *flags); err != nil {
		return err
	}
	return p.exportOne(ctx, a, pm, data, flags)
}

// checkFormat settles in which format to write; asJSON says that the answer is to be JSON.
func (f *exportFlags) checkFormat(asJSON bool) error {
	switch {
	case f.format == "" && asJSON && !f.all: // there it is the answer that is JSON
		f.format = "json"
	case f.format == "", f.format == "md":
		f.format = "markdown"
	case !slices.Contains(formats, f.format):
		return noneOf("format", f.format, formats...)
	case f.format == "html" && f.dialect != "":
		return errors.New("--dialect is of a page for a wiki: --format html has one of its own")
	case f.format == "html":
		f.format, f.dialect = "markdown", "html"
	}
	return nil
}

func (p *program) checkExport(f *exportFlags, args []string) error {
	if err := f.checkFormat(p.asJSON); err != nil {
		return err
	}
	if err := f.checkPage(); err != nil {
		return err
	}
	switch {
	case f.private && f.format != "json":
		return errors.New("--private goes with --format json: private notes never leave on a page")
	case len(f.notNames) > 0 && (f.all || f.format != "markdown"):
		return errors.New("--not-a-name is about one page: name its postmortem, and give it no other format")
	case f.all == (len(args) == 1):
		return errors.New("usage: debrief export PM-7, or debrief export --all -o FOLDER")
	case f.all && (f.to == "" || f.to == "-"):
		return errors.New("--all writes one file for each postmortem: name the folder with -o FOLDER")
	case f.replace && (f.to == "" || f.to == "-"):
		return errors.New("--replace is of a file: name it with -o FILE")
	}
	return nil
}

// prepareExport reads what a page is written with: the layout, and the hosts of the settings.
func (p *program) prepareExport(f *exportFlags) (err error) {
	if f.template != "" {
		if f.layout, err = readLayout(f.template); err != nil {
			return fmt.Errorf("--template %s: %w", f.template, err)
		}
	}
	if f.audience == "public" {
		chosen, err := p.settings()
		if err != nil {
			return err
		}
		f.hosts = chosen.Hosts
	}
	return nil
}

// readLayout reads a template, a file or a folder.
func readLayout(from string) (*export.Template, error) {
	info, err := os.Stat(from)
	if err != nil {
		return nil, reason(err)
	}
	dir, names := filepath.Dir(from), []string{filepath.Base(from)}
	if info.IsDir() {
		dir = from
		if names, err = export.TemplateNames(os.DirFS(dir)); err != nil {
			return nil, err
		}
	}
	layout, err := export.ReadTemplate(os.DirFS(dir), names...)
	if err != nil {
		return nil, reason(err)
	}
	return layout, nil
}

func (p *program) templateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "template",
		Short: "Print the layout of a page, to make one's own of it",
		Long: "template prints the layout that pages are written by, in the language of Go's text/template, and says what may stand in one.\n" +
			"Change it and write pages by it: debrief export PM-7 --template page.tmpl. In a folder, page.tmpl may use the other files\n" +
			"that end in .tmpl by their names. Every text is written for the wiki when it is printed, and can break nothing.",
		Args: wants(0, 0, "template > page.tmpl"),
		RunE: func(*cobra.Command, []string) error { return p.out.text(export.BuiltIn()) },
	}
}

// checkPage checks the words that say how a page is written.
func (f *exportFlags) checkPage() error {
	switch {
	case f.of != "" && f.format != "csv":
		return errors.New("--of is of a table: it goes with --format csv")
	case f.of != "" && f.of != "actions" && f.of != "timeline":
		return noneOf("of", f.of, "actions", "timeline")
	case f.format != "markdown" && f.template != "":
		return errors.New("--template is of a page: it goes with --format markdown or html")
	case f.format != "markdown" && f.dialect+f.audience != "":
		return errors.New("--dialect and --audience are of a page: they go with --format markdown or html")
	case f.dialect != "" && !slices.Contains(export.Dialects(), f.dialect):
		return noneOf("dialect", f.dialect, export.Dialects()...)
	case f.audience != "" && !slices.Contains(page.Audiences(), f.audience):
		return noneOf("audience", f.audience, page.Audiences()...)
	}
	return nil
}

// extension is what the file ends with.
func (f *exportFlags) extension() string {
	if f.format == "markdown" {
		return export.Extension(f.dialect)
	}
	return f.format
}

// fileName is what a postmortem's file is called in a folder.
func (f *exportFlags) fileName(pm *model.Postmortem) string {
	return strings.TrimSuffix(export.Name(pm), ".md") + "." + f.extension()
}

// mode is who may read what is written: private notes are for their owner alone.
func (f *exportFlags) mode() os.FileMode {
	if f.private {
		return 0o600
	}
	return 0o644
}

// folder makes the folder that --all writes to.
func (f *exportFlags) folder() error {
	if !f.all {
		return nil
	}
	if err := os.MkdirAll(f.to, 0o755); err != nil {
		return fmt.Errorf("make the folder %s: %w", f.to, reason(err))
	}
	return nil
}

// exportData is a postmortem in its format; nil where it has nothing for a calendar.
func (p *program) exportData(ctx context.Context, a *storage.Archive, pm *model.Postmortem, f *exportFlags) ([]byte, error) {
	switch f.format {
	case "json":
		return model.Encode(pm, f.private), nil
	case "csv":
		if f.of == "timeline" {
			return export.Timeline(pm), nil
		}
		return export.Actions(pm), nil
	case "ics":
		steps, err := a.History(ctx, pm.Ref)
		return export.Calendar(pm, steps), err
	}
	g, err := p.pageFor(ctx, a, pm, f)
	if err != nil {
		return nil, err
	}
	data, leaks, err := f.written(g)
	if err == nil && len(leaks) > 0 {
		err = &leakError{pm.Ref, leaks}
	}
	return data, err
}

// leakError says what must not be on the page of a postmortem. Nothing is written then.
type leakError struct {
	ref   string
	leaks []page.Leak
}

func (e *leakError) Error() string {
	return e.ref + ": " + say.Count(len(e.leaks), "thing", "things") + " must not be on its page"
}

// told is an error as the program ends with it: leaks are told one by one.
func (p *program) told(f *exportFlags, err error) error {
	if leak := new(leakError); errors.As(err, &leak) {
		return p.sayLeaks(leak.ref, f.reader(), leak.leaks)
	}
	return err
}

// reader is for whom a page is.
func (f *exportFlags) reader() page.Audience {
	who, _ := page.AudienceNamed(cmp.Or(f.audience, "team"))
	return who
}

// written is a page in its markup or layout, and what must not be on it.
func (f *exportFlags) written(g *page.Page) ([]byte, []page.Leak, error) {
	if f.layout == nil {
		return export.Page(g, f.dialect), g.Leaks(secret.Hide), nil
	}
	data, err := f.layout.Write(g, f.dialect)
	if err != nil {
		return nil, nil, err
	}
	return data, g.LeaksIn(string(data), secret.Hide), nil
}

// pageFor is the page of a postmortem, with the addresses of those that it is related to.
func (p *program) pageFor(ctx context.Context, a *storage.Archive, pm *model.Postmortem, f *exportFlags) (*page.Page, error) {
	g := page.Of(pm, f.reader(), p.time(), f.hosts...)
	if len(pm.Relations) == 0 {
		return g, nil
	}
	if f.addresses == nil {
		var err error
		if f.addresses, err = a.Addresses(ctx); err != nil {
			return nil, err
		}
	}
	g.LinkRelated(f.addresses)
	return g, nil
}

// notNames remembers of places on a page that they name nobody: of those that were found only.
func (p *program) notNames(ctx context.Context, a *storage.Archive, pm *model.Postmortem, f *exportFlags) (*model.Postmortem, error) {
	if len(f.notNames) == 0 {
		return pm, nil
	}
	g, err := p.pageFor(ctx, a, pm, f)
	if err != nil {
		return nil, err
	}
	_, found, err := f.written(g)
	if err != nil {
		return nil, err
	}
	var leaks []page.Leak
	for _, place := range f.notNames {
		at, text, _ := strings.Cut(place, "=")
		i := slices.IndexFunc(found, func(l page.Leak) bool { return l.At == at && strings.EqualFold(l.Text, text) })
		if i < 0 {
			return nil, fmt.Errorf("--not-a-name: the page for the %s does not show %s: a place is written E4=Will, as export names it",
				f.reader().Name(), model.Quote(place))
		}
		leaks = append(leaks, found[i])
	}
	applied, err := a.Apply(ctx, pm.Ref, page.NotAName(leaks...))
	return applied.Postmortem, err
}

// saySince says in which sections the page of a published postmortem differs from the one that was published: only those are to be copied,
// because a whole page that is pushed over another one takes people's comments away.
func (p *program) saySince(ctx context.Context, a *storage.Archive, pm *model.Postmortem, which string, f exportFlags) error {
	if f.format != "markdown" {
		return nil
	}
	then, err := a.Published(ctx, pm.Ref)
	if err != nil || then == nil {
		return err
	}
	of := func(pm *model.Postmortem) *page.Page { return page.Of(pm, f.reader(), p.time(), f.hosts...) }
	changed := strings.Join(page.Since(of(then), of(pm)), ", ")
	at := ""
	if pm.PublishedURL != "" {
		at = " (" + pm.PublishedURL + ")"
	}
	p.hint(which + "since published: " + cmp.Or(changed, "nothing") + at)
	return nil
}

// sayLeaks says what must not be on a page for those who will read it. Nothing is written then.
func (p *program) sayLeaks(ref string, who page.Audience, leaks []page.Leak) error {
	if p.asJSON {
		err := p.out.answer(struct {
			Schema int         `json:"schema"`
			Leaks  []page.Leak `json:"leaks"`
		}{1, leaks})
		return cmp.Or(err, errNo)
	}
	for _, l := range leaks {
		if err := p.out.line(fmt.Sprintf("%s  %s: %s", l.At, model.Visible(l.Text), l.Why)); err != nil {
			return err
		}
	}
	if i := slices.IndexFunc(leaks, page.Leak.Names); i >= 0 {
		p.hint("a place that names nobody: --not-a-name " + shellWords([]string{leaks[i].At + "=" + leaks[i].Text}))
	}
	p.complain(fmt.Errorf("%s is not written for the %s: %s must not be on its page", ref, who.Name(), say.Count(len(leaks), "thing", "things")))
	return errNo
}

// exportOne writes one postmortem; into a file, it prints the file's name.
func (p *program) exportOne(ctx context.Context, a *storage.Archive, pm *model.Postmortem, data []byte, f *exportFlags) error {
	switch {
	case data == nil:
		return fmt.Errorf("%s has no dates yet: no meeting, no follow-up, no re-read and no action with a due day", pm.Ref)
	case f.to != "" && f.to != "-":
	case f.format == "markdown":
		return p.out.text(data)
	default:
		return p.out.raw(string(data))
	}
	path := f.to
	if info, err := os.Stat(path); err == nil && info.IsDir() || strings.HasSuffix(path, string(filepath.Separator)) {
		path = filepath.Join(path, f.fileName(pm))
	}
	if err := p.mayReplace(ctx, a, path, data, f); err != nil {
		if edited := new(editedError); errors.As(err, &edited) {
			p.complain(err)
			return errNo
		}
		return err
	}
	if err := writeFile(path, data, f.mode()); err != nil {
		return err
	}
	return p.out.line(path)
}

// readDocument reads a debrief JSON document; - is standard input.
func (p *program) readDocument(file string) (*model.Postmortem, error) {
	data, err := p.readAll(file)
	if err != nil {
		return nil, err
	}
	return p.decode(data)
}

func (p *program) decode(data []byte) (*model.Postmortem, error) {
	return model.Decode(bytes.NewReader(withoutMark(data)), p.time())
}

// withoutMark is a file without the mark that editors on Windows put in front of UTF-8.
func withoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }

// readAll reads a file, or standard input for -.
func (p *program) readAll(file string) ([]byte, error) {
	in := p.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, reason(err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxDocument+1))
	switch {
	case err != nil:
		return nil, reason(err)
	case len(data) > maxDocument:
		return nil, fmt.Errorf("larger than %d MB", maxDocument>>20)
	}
	return data, nil
}

// readWithRef reads a document that must have its reference, because tests name it.
func (p *program) readWithRef(file string) (*model.Postmortem, error) {
	pm, err := p.readDocument(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	if _, part, ok := splitRef(pm.Ref); !ok || part != "" {
		return nil, fmt.Errorf("read %s: postmortem.ref: %s is not a reference like PM-7", file, model.Quote(pm.Ref))
	}
	return pm, nil
}
