package coach

// The rules about resolve instead of change: "be more careful" is a feeling, written down (seed 1, "Why Blame Kills the Whole
// Exercise").

// beCareful reads "be more careful" and "deploy more carefully".
func beCareful(s *sentence, i int) hit {
	if s.section == Facts || s.section == Summary || s.negated(i) {
		return none
	}
	more := s.word(i-1) == "more" || s.word(i-1) == "extra" || s.word(i-1) == "very" || s.word(i-1) == "too"
	b := s.before(i)
	be := s.word(b) == "be" || s.word(b) == "being" || s.word(b) == "stay" || s.word(b) == "remain"
	switch w := s.word(i); w {
	case "carefully":
		if !more {
			return none
		}
	case "aware", "proactive", "rigorous", "deliberate":
		if !more || !be {
			return none
		}
	case "thorough":
		if b := s.word(s.before(i)); !be && b != "not" && s.word(i+1) != "enough" {
			return none
		}
	default:
		if !be && !more {
			return none
		}
	}
	return hit{"willpower", max(b, 0), i}
}

// doBetter reads "do better", "be better at" and advice that opens with "better": "better check it twice".
func doBetter(s *sentence, i int) hit {
	if s.section == Facts || s.section == Summary {
		return none
	}
	b := s.word(s.before(i))
	switch {
	case i == 0 && s.is(i+1, careVerb) && i+2 < len(s.words) && s.is(i+2, determiner),
		(b == "be" || b == "get") && s.word(i+1) == "at",
		b == "do" && (i+1 >= len(s.words) || s.words[i+1].kind != aWord || s.is(i+1, linking) || s.word(i+1) == "here"):
		return hit{"willpower", max(s.before(i), 0), i}
	}
	return none
}

// payAttention reads "pay more attention" and "take better care".
func payAttention(s *sentence, i int) hit {
	if s.section == Facts || s.section == Summary {
		return none
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch s.word(k) {
		case "paying":
			if passives[s.word(k-1)] {
				return none
			}
			return hit{"willpower", k, i}
		case "pay", "exercise":
			return hit{"willpower", k, i}
		case "focus":
			if s.word(i) == "attention" {
				return hit{"willpower", k, i}
			}
		case "take", "taking":
			if s.word(i) == "care" && s.word(i+1) != "of" || s.word(i) == "responsibility" {
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

// keepEye reads "keep an eye on it".
func keepEye(s *sentence, i int) hit {
	if b := s.word(i - 2); (b == "keep" || b == "keeping") && s.section != Facts && s.section != Summary {
		return hit{"willpower", i - 2, i}
	}
	return none
}
