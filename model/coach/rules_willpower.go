package coach

// The rules about resolve instead of change: "be more careful" is a feeling, written down (seed 1, "Why Blame Kills the Whole
// Exercise").

// beCareful reads "be more careful" and "deploy more carefully".
func beCareful(s *sentence, i int) hit {
	if s.section == Facts || s.section == Summary || s.negated(i) {
		return none
	}
	b := s.before(i)
	more := s.word(i-1) == "more" || s.word(i-1) == "extra" || s.word(i-1) == "very" || s.word(i-1) == "too"
	w := s.word(i)
	switch {
	case w == "carefully" || w == "thorough":
		if !more || w == "thorough" && s.word(b) != "be" {
			return none
		}
	case s.word(b) != "be" && s.word(b) != "being" && !more:
		return none
	}
	return hit{"willpower", max(b, 0), i}
}

// payAttention reads "pay more attention" and "take better care".
func payAttention(s *sentence, i int) hit {
	if s.section == Facts || s.section == Summary {
		return none
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch s.word(k) {
		case "pay", "paying", "exercise", "use":
			return hit{"willpower", k, i}
		case "take", "taking":
			if s.word(i) == "care" && s.word(i+1) != "of" {
				return hit{"willpower", k, i}
			}
		}
	}
	return none
}

// rememberTo reads "remember to check" and "do not forget to".
func rememberTo(s *sentence, i int) hit {
	if s.section == Facts || s.section == Summary || s.word(i+1) != "to" && s.word(i+1) != "that" {
		return none
	}
	if s.word(i) == "forget" && !s.negated(i) {
		return none
	}
	return hit{"willpower", i, min(s.after(i+1), len(s.words)-1)}
}

func tryHarder(s *sentence, i int) hit {
	if w := s.word(i - 1); w == "try" || w == "trying" || w == "work" {
		return hit{"willpower", i - 1, i}
	}
	return none
}
