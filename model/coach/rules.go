package coach

import (
	"strings"
	"sync"
)

// rule looks at one word of a sentence, and around it. A hit without a code is none.
type rule func(s *sentence, i int) hit

var none hit

// triggers ties words to the rules that they can set off. What the words mean there is for the rule to find out.
var triggers = sync.OnceValue(func() map[string][]rule {
	return tie(
		on(counterfactual, "we'd i'd he'd she'd they'd shoulda coulda woulda should could would might "+
			"may should've could've would've shouldn't couldn't wouldn't ought"),
		on(thanShould, "should"),
		on(hadWe, "if had"),
		on(ifOnly, "only"),
		on(wished, "wish"),
		on(hindsight, "hindsight hind-sight retrospect"),
		on(avoidable, "foreseeable avoidable preventable self-inflicted inadvisable ill-advised unwise misguided"),
		on(refused, "refused refusal unwilling unwillingness"),
		on(scantly, "sufficiently properly adequately thoroughly"),
		on(badAt, "bad poor terrible good"),
		on(letDown, "down ball"),
		on(notVigilant, "vigilant careful diligent attentive prepared"),
		on(forget, "forget"),
		on(didNothing, "nothing"),
		on(letSlip, "slip"),
		on(noIdea, "idea"),
		on(justTypo, "typo"),
		on(fatFinger, "finger fingers"),
		on(badOne, "one enough"),
		on(wasPoor, "poor bad terrible lacking"),
		on(everyoneMust, "everyone everybody people developers engineers staff"),
		on(poorly, "poorly badly"),
		on(doubleCheck, "double double-check"),
		on(ensureAll, "ensure"),
		on(wasted, "wasted"),
		on(despite, "despite"),
		on(gotAround, "around"),
		on(insteadOf, "instead"),
		on(notKnown, "know knew"),
		on(notSerious, "seriously"),
		on(cutCorners, "corners"),
		on(noDiligence, "diligence foresight discipline"),
		on(ruleForAll, "don't never dont"),
		on(keepEye, "eye"),
		on(nextTime, "next"),
		on(doEarlier, "earlier sooner"),
		on(always, "always"),
		on(expectedTo, "expected"),
		on(misunderstanding, "misunderstanding misunderstandings miscommunication"),
		on(noExcuse, "excuse excuses disregard"),
		on(lookingBack, "looking"),
		on(obvious, "obvious obviously"),
		on(tooLong, "too"),
		on(tooSlow, "too"),
		on(tooMuch, "too"),
		on(failedTo, "failed fails failing fail"),
		on(failureTo, "failure failures inability"),
		on(missed, "missed"),
		on(wasMissed, "missed"),
		on(aMiss, "miss"),
		on(missing, "missing"),
		on(notFollowed, "followed respected adhered"),
		on(rushed, "rushed"),
		on(didNot, "didn't not never hadn't wasn't weren't"),
		on(neverDone, "never not wasn't weren't"),
		on(notDoing, "not"),
		on(nobody, "nobody no-one no none neither"),
		on(mistake, "mistake mistakes"),
		on(onUs, "us me"),
		on(liesWith, "responsibility"),
		on(thoughKnown, "though despite"),
		on(violated, "violated"),
		on(whatThinking, "thinking"),
		on(yours, "your"),
		on(guilty, "guilty"),
		on(wrongThing, "thing"),
		on(theWrong, "wrong"),
		on(errorBy, "change deletion removal misconfiguration misconfigurations typo error errors slip"),
		on(ownError, "error errors typo typos"),
		on(leftOpen, "left"),
		on(skipped, "skipped skipping"),
		on(inHaste, "hurry rush haste"),
		on(makeSure, "make"),
		on(tryTo, "try"),
		on(ourBad, "bad"),
		on(responsible, "responsible"),
		on(blamed, "blame blamed blames"),
		on(faultOf, "fault"),
		on(broke, "broke caused crashed broken"),
		on(unaware, "unaware aware oblivious"),
		on(wasScarce, "insufficient inadequate"),
		on(needed, "needed required"),
		on(slow, "slow"),
		on(tookAWhile, "while"),
		on(lacked, "lacks lacked lacking"),
		on(badInstinct, "conclusions sense"),
		on(unfamiliar, "familiar unfamiliar"),
		on(remind, "remind reminding reminded"),
		on(sameMistake, "mistake mistakes"),
		on(lack, "lack insufficient inadequate enough adequate sufficient proper"),
		on(struggled, "struggled struggles struggling"),
		on(humanError, "failure factor element "+
			"admin-error operator-error user-error human-caused error errors mistake mistakes misunderstanding keystroke typo"),
		on(oversight, "oversight oversights"),
		on(beCareful, "careful vigilant diligent mindful cautious attentive carefully thorough paranoid stricter responsible aware rigorous "+
			"proactive disciplined deliberate"),
		on(payAttention, "attention care caution responsibility ownership"),
		on(rememberTo, "remember forget"),
		on(tryHarder, "harder"),
		on(doBetter, "better"),
		on(better, "better"),
		on(opinion, "terrible terribly awful awfully ridiculous ridiculously horrible horribly insane crazy chaos nightmare disastrous "+
			"unacceptable pathetic shocking scary sucks mess ugly useless chaotic horrendous dreadful disaster"),
		on(badDecision, "decision decisions judgement judgment call idea assumption assumptions planning management strategy practice practices "+
			"job choice choices communication comms coordination preparation understanding leadership testing trade "+
			"trade-off tradeoff"),
		on(without, "without"),
		on(withoutAnybody, "without"),
		ofClass(onlyPeople, person),
		ofClass(lapsed, lapse),
		ofClass(mistakenly, mistaken),
		ofClass(judged, character),
	)
})

// trigger is one rule and the words that set it off.
type trigger struct {
	rule  rule
	words []string
}

func on(r rule, words string) trigger { return trigger{r, strings.Fields(words)} }

func ofClass(r rule, c class) trigger {
	t := trigger{rule: r}
	for w, of := range classes() {
		if of&c != 0 {
			t.words = append(t.words, w)
		}
	}
	return t
}

func tie(triggers ...trigger) map[string][]rule {
	all := map[string][]rule{}
	for _, t := range triggers {
		for _, w := range t.words {
			all[w] = append(all[w], t.rule)
		}
	}
	return all
}

// negated reports whether a "not", "never" or "no" stands among the few words before i.
func (s *sentence) negated(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if s.words[k].kind == aPause {
			return false
		}
		if s.in(k, "not never no none nothing rarely hardly neither") || strings.HasSuffix(s.word(k), "n't") {
			return true
		}
	}
	return false
}

// asked reports whether the sentence is a question: what is asked is not claimed.
func (s *sentence) asked() bool {
	told := s.in(0, "what") && s.in(1, "we i they he she") && s.has("was is") // "what we should have done was to wait"
	return s.question || s.in(0, "why how what which") && !told
}
