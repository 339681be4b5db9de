package coach

// The rules about resolve instead of change: "be more careful" is a feeling, written down (seed 1, "Why Blame Kills the Whole
// Exercise").

// resolves reports whether the section is one where people resolve to do better.
func (s *sentence) resolves() bool { return s.section != Facts && s.section != Summary }

// beCareful reads "be more careful" and "deploy more carefully".
func beCareful(s *sentence, i int) hit {
	b := s.before(i)
	more, be := s.in(i-1, "more extra very too"), s.in(b, "be being stay remain")
	holds := be || more
	switch s.word(i) {
	case "carefully":
		holds = more || s.is(0, duty)
	case "aware":
		told := s.in(0, "developers engineers everyone everybody people staff") && s.in(b-1, "to")
		holds = be && (more || told)
	case "responsible", "proactive", "rigorous", "deliberate":
		holds = more && be
	case "thorough":
		holds = be || s.in(b, "not") || s.in(i+1, "enough")
	}
	return when(holds && s.resolves() && !s.negated(i), hit{"willpower", max(b, 0), i})
}

// doBetter reads "do better", "be better at", "do a better job" and "communicate better".
func doBetter(s *sentence, i int) hit {
	b := s.before(i)
	together := s.in(b, "communicate coordinate plan prepare collaborate") && s.endsPhrase(i)
	job := s.in(i+1, "job") && s.in(b, "do a doing")
	resolve := together || job || s.in(b, "be get") && s.in(i+1, "at about") || s.in(b, "do") && (s.endsPhrase(i) || s.in(i+1, "here"))
	return when(s.resolves() && resolve, hit{"willpower", max(b, 0), i})
}

// better reads what opens a resolution: "better check it twice", "better communication".
func better(s *sentence, i int) hit {
	advice := s.leads(i) && s.is(i+1, careVerb) && s.is(i+2, determiner)
	of := s.in(i+1, "communication coordination planning preparation teamwork discipline") && s.endsPhrase(i+1)
	return when(s.resolves() && (advice || of && (s.leads(i) || s.in(i-1, "need needs needed"))), hit{"willpower", i, i + 1})
}

// payAttention reads "pay more attention" and "take better care".
func payAttention(s *sentence, i int) hit {
	if !s.resolves() {
		return none
	}
	if k := s.paidTo(i); k > 0 {
		return hit{"willpower", i, k}
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		paid := s.in(k, "pay exercise") || s.in(k, "paying") && !s.in(k-1, passives) || s.in(k, "focus") && s.in(i, "attention")
		taken := s.in(k, "take taking") && (s.in(i, "care") && !s.in(i+1, "of") || s.in(i, "responsibility"))
		if paid || taken {
			return hit{"willpower", k, i}
		}
	}
	return none
}

// paidTo is where the attention or care at i is said to be paid or taken, 0 where it is not: "care must be taken".
func (s *sentence) paidTo(i int) int {
	for k := i + 1; k < len(s.words) && k < i+6; k++ {
		needed := s.in(k, "needed required exercised") && s.in(i, "care caution attention") && s.in(k-1, "be is")
		if needed || s.in(k, "paid taken") && s.in(k-1, "be") {
			return k
		}
	}
	return 0
}

// rememberTo reads "remember to check" and "do not forget to".
func rememberTo(s *sentence, i int) hit {
	meant := s.in(i+1, "to that") && (s.in(i, "remember") || s.negated(i))
	return when(s.resolves() && meant, hit{"willpower", i, min(s.after(i+1), len(s.words)-1)})
}

// tryHarder reads "try harder" and "review it harder".
func tryHarder(s *sentence, i int) hit {
	return when(s.in(i-1, "try trying work") || s.in(i-2, "review test check look"), hit{"willpower", i - 1, i})
}

// makeSure reads a lesson that tells people to see to it themselves: "make sure to read the notes".
func makeSure(s *sentence, i int) hit {
	told := s.leads(i) && s.in(i+1, "sure") && s.in(i+2, "to you")
	return when(told && s.section == Lessons, hit{"willpower", i, i + 2})
}

// tryTo reads a lesson that is an intention: "try to ask earlier".
func tryTo(s *sentence, i int) hit {
	return when(s.leads(i) && s.in(i+1, "to not") && s.section == Lessons, hit{"willpower", i, i + 1})
}

// remind reads "remind everyone to check".
func remind(s *sentence, i int) hit {
	people := s.in(i+1, "everyone everybody people staff developers engineers ourselves all") || s.in(i+1, "the our") && s.isPerson(i+2)
	if s.in(i, "reminded") {
		told := s.in(i-1, "be") && s.in(i-2, "should must to") && s.subjectOf(i) == someone
		return when(told && s.resolves(), hit{"willpower", i - 1, i})
	}
	to := s.in(i+2, "to about of how") || s.in(i+3, "to about of how")
	return when(people && to && s.resolves(), hit{"willpower", i, i + 1})
}

// sameMistake reads "let us not make the same mistake again".
func sameMistake(s *sentence, i int) hit {
	repeated := s.in(i-3, "make making repeat repeating") || s.in(i-2, "repeat repeating")
	return when(s.in(i-1, "same this that these") && repeated && s.resolves() && !s.has("anyone anybody"), hit{"willpower", i - 1, i})
}

// nextTime reads "next time, check the target first".
func nextTime(s *sentence, i int) hit {
	verb := i + 2
	if verb < len(s.words) && s.words[verb].kind == aPause {
		verb++
	}
	return when(s.leads(i) && s.in(i+1, "time") && s.is(verb, duty|careVerb) && s.section == Lessons, hit{"willpower", i, verb})
}

// doubleCheck reads a lesson that asks for a second look: "double-check it before a deploy".
func doubleCheck(s *sentence, i int) hit {
	told := s.leads(i) && (s.in(i, "double-check") || s.in(i+1, "check"))
	return when(told && s.section == Lessons, hit{"willpower", i, min(i+1, len(s.words)-1)})
}

// ensureAll reads "ensure everyone reads it".
func ensureAll(s *sentence, i int) hit {
	all := s.after(i)
	if s.in(all, "that") {
		all++
	}
	return when(s.in(all, "everyone everybody people staff developers engineers") && s.resolves(), hit{"willpower", i, all})
}

// yours reads a lesson that tells somebody what to do: "test your backups".
func yours(s *sentence, i int) hit {
	return when(s.section == Lessons && i > 0 && s.leads(i-1) && s.is(i-1, duty|careVerb), hit{"willpower", i - 1, i})
}

// keepEye reads "keep an eye on it".
func keepEye(s *sentence, i int) hit {
	return when(s.in(i-2, "keep keeping") && s.resolves(), hit{"willpower", i - 2, i})
}

// doEarlier reads "communicate earlier" and "we should escalate sooner".
func doEarlier(s *sentence, i int) hit {
	b := s.before(i)
	should := s.is(b, duty|careVerb) && s.in(s.before(b), "should must to") && s.subjectOf(b) == someone
	told := s.is(0, duty|careVerb) && i < 6 && i+1 == len(s.words)
	return when((should || told) && s.resolves(), hit{"willpower", max(b, 0), i})
}

// always reads advice to everybody for ever: "always check the plan".
func always(s *sentence, i int) hit {
	told := s.is(i+1, duty) || s.leads(i) && s.section == Lessons && s.is(i+1, careVerb) || s.in(i+1, "make") && s.in(i+2, "sure")
	return when((s.leads(i) || s.in(i-1, "should must")) && told && s.resolves(), hit{"willpower", i, i + 1})
}

// expectedTo reads what people are expected to be like: "the team is expected to take more care".
func expectedTo(s *sentence, i int) hit {
	return when(s.in(i+1, "to") && s.resolves() && s.is(s.before(i), auxiliary) && s.subjectOf(i) == someone, hit{"willpower", i, i + 1})
}

// ruleForAll reads a lesson that only forbids: "never push on a Friday".
func ruleForAll(s *sentence, i int) hit {
	next := i + 1
	done := (s.is(next, care) || isParticiple(s.word(next))) && !s.in(next, "run put let") // "never tested" says what was not done
	rule := s.leads(i) && s.word(next) != "" && !s.is(next, linking|determiner|auxiliary)
	return when(rule && !done && s.section == Lessons, hit{"willpower", i, next})
}

// everyoneMust reads what everybody is told to do: "everyone must follow the process".
func everyoneMust(s *sentence, i int) hit {
	verb := s.after(i + 1)
	if s.in(verb, "to") {
		verb = s.after(verb)
	}
	told := s.in(i+1, "must should needs has need have") && (s.is(verb, duty|careVerb) || s.in(verb, "double"))
	all := s.in(i, "everyone everybody") || s.section == Lessons && s.leads(i)
	return when(told && all && s.section != Facts, hit{"willpower", i, min(verb, len(s.words)-1)})
}
