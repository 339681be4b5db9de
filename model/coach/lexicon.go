package coach

import (
	"iter"
	"strings"
	"sync"
)

// class says what a word can be. A word may be several things.
type class uint32

const (
	person      class = 1 << iota // names a person, a role or a group of people: "engineer", "she", "team"
	anybody                       // a pronoun for people that is its own noun phrase: "we", "nobody"
	they                          // they, them: people or things
	determiner                    // opens a noun phrase: "the", "our"
	linking                       // a preposition or a word that opens another clause
	preposition                   // of those, the prepositions
	clause                        // of those, what opens a clause: "because", "that", "and"
	auxiliary                     // stands between a subject and its verb: "had", "would", "not"
	modal                         // should, could, would, might
	quantity                      // "one of", "most of": the noun follows
	care                          // a participle of what people do with care: "checked", "communicated"
	careVerb                      // its base form: "check", "communicate"
	duty                          // of those, what people are blamed for not doing
	lapse                         // a verb that says by itself that a person let something slip: "forgot"
	mistaken                      // an adverb that judges what somebody did: "mistakenly"
	adverb                        // an adverb that says nothing here: "also", "even"
	character                     // a judgement of people: "careless"
	compound                      // a participle that stands before a noun: "automated tests"
	process                       // what people do together: "review", "investigation"
	machine                       // a thing that acts by itself: "script", "cluster"
	notPerson                     // makes a thing of the person before it: "user script", "team city"
)

// classes is the lexicon: English words by what they can be.
var classes = sync.OnceValue(func() map[string]class { return lexicon(classLists) })

// classOf is what a word can be; 0 for a word that is not in the lexicon.
func classOf(word string) class { return classes()[word] }

var classLists = map[class]string{
	person: `engineer engineers developer developers dev devs operator operators admin admins administrator administrators sysadmin sysadmins
		oncall on-call on-caller on-callers responder responders reviewer reviewers author authors maintainer maintainers contributor contributors
		committer committers deployer team teams colleague colleagues staff employee employees person people someone somebody manager managers lead
		leads leadership management intern interns contractor contractors sre sres dba dbas analyst analysts tester testers member members
		owner owners strategist designer designers architect architects human humans individual individuals guy guys folks technician
		technicians incident-commander commander facilitator product-owner programmer programmers coder coders newcomer newcomers
		junior juniors senior seniors boss cto vp he she him her his i me my we us our you your who whoever whom
		everyone everybody anyone anybody nobody no-one user supporter personnel company crew squad qa vendor supplier suppliers ops engineering`,
	anybody: `he she i we us me you who someone somebody everyone everybody anyone anybody nobody whoever we'd i'd he'd she'd we've i've we're
		i'm you've you'd we'll i'll`,
	they:       `they them they'd they've they're`,
	determiner: `the a an this that these those our my his her their its your some any each every another no`,
	preposition: `of in on at to with by from after before during for about into onto over under through within without via per against
		between among across upon despite since until around behind beyond near inside outside as than like`,
	clause: `because that which who when whenever while if unless although though but and or so whereas where since until as whether
		then therefore thus hence however what why how before after than once`,
	auxiliary: `had has have having was were is are be been being am did do does done not didn't doesn't don't wasn't weren't isn't aren't hadn't
		hasn't haven't won't can't cannot couldn't wouldn't shouldn't would could should might may must will shall can to get got never n't
		'd 've ought`,
	modal: `should could would might shouldn't couldn't wouldn't should've could've would've shoulda coulda ought`,
	quantity: `one two three some most many all none both each several few any either neither part half rest number lot lots member members
		group majority`,
	care: `checked rechecked double-checked tested re-tested retested reviewed noticed spotted caught detected seen identified discovered found
		communicated announced documented informed notified told warned escalated reported raised flagged discussed consulted asked involved
		verified validated confirmed monitored watched planned prepared considered anticipated foreseen predicted expected prevented avoided
		mitigated addressed handled done performed carried followed investigated researched read understood known realised realized
		recognised recognized
		learned learnt thought questioned challenged paid taken looked remembered scheduled coordinated
		prioritised prioritized rolled reverted rehearsed practised practiced staged audited inspected evaluated assessed
		cleaned more sooner earlier careful aware clearer proactive alerted paged called posted updated
		fixed resolved diagnosed stopped reduced shortened minimised minimized averted saved added written implemented created built
		paused halted aborted postponed cancelled canceled approved tried attempted run
		configured shared explained highlighted stated mentioned estimated rushed faster treated deployed better quicker identified be`,
	careVerb: `check recheck double-check test review notice spot catch detect see identify discover find communicate announce document inform notify
		tell warn escalate report raise flag discuss consult ask verify validate confirm monitor watch plan prepare consider anticipate foresee
		predict prevent avoid address follow investigate research read understand know realise realize recognise recognize remember schedule
		coordinate prioritise prioritize rehearse audit inspect evaluate assess clean think pay take look account expect involve
		respond react act update fix add write analyse analyze do make use ensure run include cover share explain mention have listen adhere comply
		provide give keep bring set correct learn appreciate recall carry maintain anticipate copy apply implement configure follow-up`,
	duty: `alert check recheck double-check test review notice spot catch communicate announce document inform request assign pick notify tell
		warn escalate report raise
		flag discuss consult ask verify validate confirm monitor watch plan prepare consider anticipate foresee predict follow investigate
		research read understand realise realize recognise recognize remember coordinate prioritise prioritize rehearse audit inspect update
		evaluate assess clean think pay take look account involve adhere comply listen respond share explain mention learn appreciate
		checked tested reviewed noticed communicated informed notified verified validated considered anticipated planned followed
		understood realised realized thought read keep patch bother act react back start appreciate address acknowledge search question`,
	lapse: `forgot forgotten neglected overlooked misread misunderstood misjudged mishandled misconfigured mistyped fat-fingered misdiagnosed
		miscommunicated misinterpreted underestimated disregarded ignored panicked screwed messed botched bungled fumbled blundered
		overlook forget neglect forgetting neglecting overlooking ignoring rubber-stamped mismanaged misremembered shrugged dismissed
		bypassed goofed`,
	mistaken: `mistakenly wrongly incorrectly erroneously accidentally inadvertently carelessly foolishly naively unwisely hastily recklessly
		negligently improperly blindly unknowingly unintentionally`,
	adverb: `also even still just only already once ever always often usually simply really actually probably perhaps maybe then now later
		immediately soon initially originally finally first previously subsequently at least both all somehow again quickly quite rather very
		too well almost nearly otherwise kinda sorta defo def indeed instead certainly definitely likely presumably apparently
		ideally better more further first`,
	character: `moron fool abysmal debacle fiasco shambles unprepared ill-prepared stupidly foolishly
		careless carelessness sloppy sloppiness lazy laziness incompetent incompetence stupid stupidity foolish dumb idiotic negligent
		negligence reckless recklessness irresponsible clumsy clumsiness amateur amateurish inexcusable unprofessional inattentive inattention
		complacent complacency thoughtless ignorant arrogant embarrassing embarrassment embarrassed embarrassingly shameful shame unforgivable
		inept ineptitude overconfident overconfidence lackadaisical hubris silly impatient impatience undisciplined
		inexperienced inexperience idiot idiots clueless asleep
		presumptuous overzealous half-assed shoddy slapdash cavalier`,
	compound: `automated dedicated improved centralized centralised documented detailed shared managed defined integrated scheduled increased
		separated isolated advanced standardized standardised required needed combined distributed`,
	process: `review reviews investigation testing response communication planning rollout analysis handover decision discussion preparation
		coordination escalation process procedure meeting call`,
	machine: `script scripts cluster clusters server servers service services system systems process database job jobs pod pods node nodes
		alert alerts
		check checks test tests pipeline pipelines deployment deploy build builds api endpoint client clients bot controller scheduler
		monitoring alerting parser compiler linter loader resolver balancer autoscaler kubelet proxy gateway router switch disk disks
		replica replicas shard broker consumer producer worker workers daemon hook webhook probe sensor kernel driver queue
		cache dashboard tool tooling tools monitor code function query request requests config configuration version release migration`,
}

func lexicon(words map[class]string) map[string]class {
	all := map[string]class{}
	for c, list := range words {
		for w := range strings.FieldsSeq(list) {
			all[w] |= c
			if c == clause || c == preposition {
				all[w] |= linking
			}
		}
	}
	return all
}

// irregular are the participles that do not end in -ed.
var irregular = wordSet(`caught seen known done made found taken given gone kept left read run set shown told thought written held put built
	brought sent spent begun broken chosen come cut drawn driven got gotten grown heard hit learnt led let lost meant met paid said shut stood
	understood won quit stuck thrown bought fought sold slept fed dealt felt taught struck hidden
	forgotten forbidden been foreseen had become begun lead overseen withdrawn split reset rewritten rolled overridden`)

// set is a set of words that is made when it is first asked: most commands need none.
type set func() map[string]bool

func (s set) has(word string) bool { return s()[word] }

func wordSet(list string) set { return setOf(strings.FieldsSeq(list)) }

func setOf(words iter.Seq[string]) set {
	return sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for w := range words {
			all[w] = true
		}
		return all
	})
}

// isParticiple reports whether a word can be what "have" is followed by.
func isParticiple(word string) bool {
	return irregular.has(word) || len(word) > 3 && strings.HasSuffix(word, "ed") && !listed("need feed seed speed indeed", word)
}

// isAdverb reports whether a word can stand between a subject and its verb without a meaning of its own.
func isAdverb(t *token) bool {
	return t.kind == aWord && (t.class&(adverb|mistaken) != 0 || len(t.word) > 4 && strings.HasSuffix(t.word, "ly"))
}

// foreignWords are small words of German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Polish and
// Czech that are no words of English.
var foreignWords = wordSet(`der das und nicht ein eine einen ist wir ich sie mit für auf dem den des zu von wurde wurden haben hat nach
	bei auch dass weil aber le les une est nous vous ils elle dans pour sur pas avec qui que du été sont cette ce mais el los las una por
	con para del se lo su como fue fueron más il gli di che è non sono della dello delle nel uma não os na em foi foram het een niet van
	naar dat werd zijn hebben och att det som inte på av til og ikke er jeg med nie się jest że byl bylo jsme protože který`)
