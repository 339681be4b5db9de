package coach

import (
	"cmp"
	"time"

	"debrief/model"
)

// Entry is one row of the catalogue: what all findings of a code share.
type Entry struct {
	Code     string // "owner-missing"
	Family   string // a few words for a list: "no owner"
	Phase    string // where it is answered; "" where the text that it is about decides
	Weight   string // Missing or Nudge
	Question string // what to ask, in our own voice
	Instead  string // what the phase would like instead, in one sentence

	find func(*model.Postmortem, time.Time) []Finding // nil for what only a Reader finds, in words
}

// About is the row of a code; the zero Entry for a code that is none.
func About(code string) Entry {
	for i := range catalogue {
		if catalogue[i].Code == code {
			return catalogue[i]
		}
	}
	return Entry{}
}

// Catalogue is a copy of the whole table, in its order.
func Catalogue() []Entry { return append([]Entry(nil), catalogue...) }

// fill gives a finding what its row says, where it does not say so itself.
func (e *Entry) fill(f Finding) Finding {
	f.Code = e.Code
	f.Phase = cmp.Or(f.Phase, e.Phase)
	f.Question = cmp.Or(f.Question, e.Question)
	f.Weight = cmp.Or(f.Weight, e.Weight)
	return f
}

// catalogue is the table, and the one place where the coach's words stand. The order of its rows settles the order of findings
// about one place.
var catalogue = []Entry{
	{"counterfactual", "what did not happen", "", Nudge, "What did happen there, and what made it the likely thing to do?",
		"What happened, and what made it possible. What would have helped is an action.", nil},
	{"hindsight", "known only afterwards", "", Nudge, "What was known at that moment, and by what?",
		"What could be seen at the time, without what is known now.", nil},
	{"blame", "a person as the cause", "", Nudge, "What made that the reasonable thing to do at the time?",
		"What the system, the tools or the process allowed, told or hid.", nil},
	{"character", "a judgement of people", "", Nudge, "What in the situation made this likely for anybody?",
		"The situation that people were in, without judging them.", nil},
	{"human-error", "an error as the end", "", Nudge, "What made that action possible, and what would have caught it?",
		"The condition behind it: an error is where the questions begin.", humanErrorEnds},
	{"willpower", "good intentions", "", Nudge, "What would make the right thing easy, also on a bad day?",
		"A change to the system that works without anybody remembering it.", nil},
	{"opinion", "opinion among the facts", "", Nudge, "What was seen or measured there?",
		"What happened, when, and how it was seen, without colour.", nil},
	{"name-outside-facts", "a name outside the facts", "", Nudge, "Which role or which part of the system is this about?",
		"A role, a team's system or a step. Names belong in the timeline only.", nil},

	{"meeting-missing", "no meeting", "assemble", Missing, "When do we meet?", "A day and a time, with an hour for it.", meetingMissing},
	{"facilitator-missing", "nobody leads", "assemble", Missing, "Who will lead the conversation?",
		"One facilitator, best somebody who was not part of the incident.", facilitatorMissing},
	{"facilitator-involved", "leads and responded", "assemble", Nudge, "Who outside the response could lead the conversation?",
		"A facilitator who neither triaged nor mitigated.", facilitatorInvolved},
	{"seat-missing", "no seat", "assemble", Nudge, "Is there a seat for everybody whom the timeline names?",
		"A seat for each person in the timeline.", seatMissing},
	{"involvement-missing", "nobody who knows", "assemble", Missing, "Who of those who built, deployed or mitigated can join?",
		"Somebody at the table for each way of being involved.", involvementMissing},
	{"facts-late", "late facts", "assemble", Missing, "What can still be gathered before logs rotate and memory fades?",
		"The first facts within three days.", factsLate},

	{"impact-missing", "no impact", "facts", Missing, "Who felt it, and how much?",
		"What customers or the business felt, with a number.", impactMissing},
	{"impact-unmeasured", "no number", "facts", Nudge, "How many, how much or how long, as far as anybody can tell?",
		"A number, and an estimate will do.", impactUnmeasured},
	{"moment-missing", "a moment is open", "facts", Missing, "When was that?", "Started, detected and mitigated, each with its time.", momentMissing},
	{"moment-order", "moments out of order", "facts", Missing, "Which of these two times is right?",
		"Started, detected, mitigated and resolved, in this order.", momentOrder},
	{"timeline-missing", "no timeline", "facts", Missing, "What happened first, and what do the logs show?",
		"Events in order, from the logs first.", timelineMissing},
	{"timeline-gap", "a long silence", "facts", Nudge, "Is there a log for it?",
		"What a log, an alert or a chat shows of that time.", timelineGap},
	{"memory-only", "from memory only", "facts", Nudge, "Which log, alert or chat shows the same?",
		"Times from the logs first, and memory beside them.", memoryOnly},
	{"clock-offset", "whole hours apart", "facts", Nudge, "Is one of these clocks set to another zone?",
		"All times in one zone, with the original kept.", clockOffset},

	{"cause-missing", "no cause", "causes", Missing, "Where was the problem introduced?",
		"One or more statements of where the problem came in.", causeMissing},
	{"cause-unsupported", "no event shows it", "causes", Nudge, "Which events show it?",
		"The events of the timeline that show it.", causeUnsupported},
	{"detection-slow", "slow to detect", "causes", Nudge, "What would show it sooner next time?",
		"A cause for the detection gap, or an action that closes it.", detectionSlow},

	{"why-missing", "not asked yet", "whys", Missing, "What made this possible?", "At least one answered why below each cause.", whyMissing},
	{"why-shallow", "stopped early", "whys", Missing, "What is behind this answer, or what ends the branch here?",
		"Another why, a root, or a reason to stop.", whyShallow},
	{"category-missing", "a root of no kind", "whys", Missing, "Which kind of root cause is it?",
		"One of the five kinds of cause, so that patterns can be seen later.", categoryMissing},
	{"root-missing", "no root", "whys", Missing, "Which of these answers is a root cause?",
		"The answer that can be fixed and that explains the rest.", rootMissing},

	{"vague-action", "a vague outcome", "action", Missing, "How will another person see that it is done?",
		"An outcome that is done or not done, like an alert at a threshold.", vagueAction},
	{"owner-missing", "no owner", "action", Missing, "Who will see it through?", "One named person.", ownerMissing},
	{"owner-team", "a team as owner", "action", Missing, "Who there will see it through?", "One named person.", ownerTeam},
	{"owner-many", "several owners", "action", Missing, "Which one of them will see it through?", "One named person; others can help.", ownerMany},
	{"due-missing", "no date", "action", Missing, "By which day?", "A day of the calendar.", dueMissing},
	{"due-fuzzy", "no day", "action", Missing, "Which day of the calendar is that?", "A day of the calendar.", dueFuzzy},
	{"due-past", "the day is over", "action", Missing, "What stands in the way?",
		"A day that is still to come, or done, or dropped with a reason.", duePast},
	{"ticket-missing", "no ticket", "action", Missing, "Where will people see it every day?", "A link to the ticket.", ticketMissing},
	{"action-unlinked", "no cause", "action", Nudge, "Which cause does it answer?", "A cause or a why that the action answers.", actionUnlinked},
	{"cause-unanswered", "a root without an action", "action", Missing, "What will change about this root cause?",
		"An action for each root cause.", causeUnanswered},
	{"action-missing", "no action", "action", Missing, "What will change?", "Two or three actions that will ship.", actionMissing},
	{"actions-many", "many actions", "action", Nudge, "Which three will really ship?", "Few actions that ship, the others parked.", actionsMany},
	{"preventative-missing", "nothing preventative", "action", Missing, "What would prevent the next one like it?",
		"At least one preventative action.", preventativeMissing},
	{"class-missing", "nothing for the class", "action", Missing, "What would settle the whole class, beyond this one?",
		"At least one action for the whole class of problem.", classMissing},
	{"test-missing", "no regression test", "action", Missing, "Which test would have caught it?",
		"One action with a regression test: its name, its file, its command.", testMissing},

	{"verdict-missing", "no verdict", "close", Missing, "Did it help?", "For each action: it helped, it did not, or too early.", verdictMissing},
	{"follow-up-missing", "no follow-up", "close", Missing, "When do we look at this again?",
		"A day between two weeks and two months after the meeting.", followUpMissing},
	{"follow-up-late", "follow-up overdue", "close", Missing, "When do we meet instead?",
		"The day on which it was held, or another one.", followUpLate},
}

// The questions that name a day, a time or a moment; the table holds their general form.
const (
	askDue      = "It was due on %s: what stands in the way?"
	askFollowUp = "It was planned for %s: when do we meet instead?"
	askGap      = "Nothing recorded %s. Is there a log for it?"
)

var askMoment = map[string]string{
	"started":   "When did it start, as far as the logs tell?",
	"detected":  "When did somebody or something first notice?",
	"mitigated": "When did the impact stop?",
}
