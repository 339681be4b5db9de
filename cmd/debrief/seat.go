package main

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"debrief/model"
	"debrief/ui"
)

// seat is who sits at a terminal, as it was said there.
type seat struct {
	Name string     `json:"name"`
	Seat model.Seat `json:"seat"`
	At   time.Time  `json:"at"`
}

// seatLasts is how long a terminal's seat is remembered: the next day somebody else may sit there.
const seatLasts = 12 * time.Hour

// who is who sits at this terminal: the name of --as, else what was said here lately. The name is "" where only the login is known.
func (p *program) who() (name string, who ui.Who) {
	who.Keep = func(name string, s model.Seat) {
		if err := p.keepSeat(seat{name, s, p.time()}); err != nil {
			p.log.Warn("seat", "error", err)
		}
	}
	if p.as != "" {
		who.Known = true
		return p.as, who
	}
	s := p.seats()[p.terminalName()]
	if age := p.time().Sub(s.At); s.Name == "" || model.CheckName(s.Name) != nil || age > seatLasts || age < -seatLasts {
		return "", who
	}
	who.Known, who.Seat = true, s.Seat
	return s.Name, who
}

func (p *program) seatsFile() (string, error) {
	f, err := p.folders()
	return filepath.Join(f.state, "seats.json"), err
}

// seats are who sits where, by the names of terminals. A file that cannot be read says nothing.
func (p *program) seats() map[string]seat {
	all := map[string]seat{}
	path, err := p.seatsFile()
	if err != nil {
		return all
	}
	data, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(data, &all) != nil {
		return map[string]seat{}
	}
	return all
}

// keepSeat remembers who sits at this terminal.
func (p *program) keepSeat(s seat) error {
	terminal := p.terminalName()
	path, err := p.seatsFile()
	if err != nil || terminal == "" {
		return err
	}
	all := map[string]seat{}
	for name, was := range p.seats() {
		if p.time().Sub(was.At) < seatLasts {
			all[name] = was
		}
	}
	all[terminal] = s
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return writeFile(path, data, 0o600)
}

// terminalName tells this terminal from others for as long as it is open: as the terminal names itself, else its device; "" where
// neither is known.
func (p *program) terminalName() string {
	if pane := p.env("TMUX_PANE"); pane != "" {
		return "tmux " + p.env("TMUX") + " " + pane
	}
	return cmp.Or(p.env("TERM_SESSION_ID"), p.env("WT_SESSION"), deviceOf(p.in))
}
