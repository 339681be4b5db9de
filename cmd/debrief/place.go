package main

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"debrief/cmd/debrief/config"
	"debrief/ui"

	"github.com/spf13/cobra"
)

// folders are where debrief keeps things, by the customs of the system: on Linux those of the XDG base directories.
type folders struct{ data, state, config string }

func (p *program) folders() (folders, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return folders{}, errors.New("the home folder is not known: set $HOME, or name the archive with --archive FILE")
	}
	f := folders{
		data:   filepath.Join(home, ".local", "share"),
		state:  filepath.Join(home, ".local", "state"),
		config: filepath.Join(home, ".config"),
	}
	switch runtime.GOOS {
	case "darwin":
		support := filepath.Join(home, "Library", "Application Support")
		f = folders{support, support, support}
	case "windows":
		local := cmp.Or(p.env("LocalAppData"), filepath.Join(home, "AppData", "Local"))
		f = folders{local, local, cmp.Or(p.env("AppData"), local)}
	}
	for name, folder := range map[string]*string{"XDG_DATA_HOME": &f.data, "XDG_STATE_HOME": &f.state, "XDG_CONFIG_HOME": &f.config} {
		if dir := p.env(name); filepath.IsAbs(dir) { // a relative one is to be ignored, says the standard
			*folder = dir
		}
		*folder = filepath.Join(*folder, "debrief")
	}
	return f, nil
}

// settingsFile is where somebody's settings are: the file that $DEBRIEF_CONFIG names, else config.toml in the configuration folder.
func (p *program) settingsFile() (path string, named bool, err error) {
	if path := p.env("DEBRIEF_CONFIG"); path != "" {
		return path, true, nil
	}
	f, err := p.folders()
	return filepath.Join(f.config, "config.toml"), false, err
}

// settings are what somebody has chosen once. They are read by what asks for them: a command that does not, such as log, works on with a
// file that is wrong.
func (p *program) settings() (config.Config, error) {
	path, named, err := p.settingsFile()
	if err != nil {
		return config.Config{}, nil //nolint:nilerr // there is no home folder: nothing was chosen
	}
	chosen, err := config.Read(path, named)
	if err != nil || len(chosen.Keys) == 0 {
		return chosen, err
	}
	expected := ui.CheckKeys(keymap(chosen))
	for _, b := range chosen.Keys {
		if expected[b.Action] != "" {
			return config.Config{}, chosen.Wrong(b, expected[b.Action])
		}
	}
	return chosen, nil
}

// keymap are the keys that are chosen, as the screens take them.
func keymap(chosen config.Config) ui.Keymap {
	m := ui.Keymap{}
	for _, b := range chosen.Keys {
		m[b.Action] = b.Keys
	}
	return m
}

// archiveNamed is the archive that the person has named, with --archive or $DEBRIEF_ARCHIVE; "" for the one at the default place.
func (p *program) archiveNamed() string { return cmp.Or(p.archivePath, p.env("DEBRIEF_ARCHIVE")) }

// archiveFile is the archive: the one that was named, else archive.db in the data folder.
func (p *program) archiveFile() (string, error) {
	if path := p.archiveNamed(); path != "" {
		return filepath.Abs(path)
	}
	f, err := p.folders()
	return filepath.Join(f.data, "archive.db"), err
}

func (p *program) pathsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "paths",
		Short: "Say where debrief keeps things",
		Args:  wants(0, 0, "paths"),
		RunE: func(*cobra.Command, []string) error {
			f, err := p.folders()
			if err != nil {
				return err
			}
			archive, err := p.archiveFile()
			if err != nil {
				return err
			}
			settings, _, err := p.settingsFile()
			if err != nil {
				return err
			}
			answer := struct {
				Schema   int    `json:"schema"`
				Archive  string `json:"archive"`
				Config   string `json:"config"`
				State    string `json:"state"`
				Backups  string `json:"backups"`
				Settings string `json:"settings"`
			}{1, archive, f.config, f.state, filepath.Join(f.state, "backups"), settings}
			if p.asJSON {
				return p.out.answer(answer)
			}
			return p.out.table([][]string{
				{"archive", answer.Archive}, {"config", answer.Config}, {"state", answer.State}, {"backups", answer.Backups},
				{"settings", answer.Settings},
			})
		},
	}
}
