package ui

import "debrief/model"

// clockForm is what the times of one revision of a timeline need to be told apart: their days, their seconds. Asking every
// event for every row of a long timeline would make the page wait.
type clockForm struct {
	of      *model.Postmortem
	days    bool // there are several
	seconds bool // some event has them
}

func (s *facts) clockForm() *clockForm {
	if pm := s.pm(); s.clocks.of != pm {
		s.clocks = newClockForm(pm)
	}
	return &s.clocks
}

func newClockForm(pm *model.Postmortem) clockForm {
	form := clockForm{of: pm}
	first := -1
	for i := range pm.Events {
		if pm.Events[i].At.IsZero() {
			continue
		}
		at := pm.Events[i].At.Time().In(pm.Location())
		form.seconds = form.seconds || at.Second() != 0
		day := at.Year()*366 + at.YearDay()
		if first < 0 {
			first = day
		}
		form.days = form.days || day != first
	}
	return form
}

func (s *facts) severalDays() bool { return s.clockForm().days }
func (s *facts) withSeconds() bool { return s.clockForm().seconds }
