package guide

import (
	"slices"
	"strings"
)

// isSentence reports whether a text has a verb of its own, so that it can follow "Why is it that". It is a guess from English
// word forms that errs towards "no": what it takes for a phrase is quoted, which is always grammatical.
func isSentence(s string) bool {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" ,;:()\"`“”", r) })
	for i, word := range words {
		word = strings.ReplaceAll(word, "’", "'")
		switch {
		case strings.HasSuffix(word, "'re"), strings.HasSuffix(word, "'ve"), strings.HasSuffix(word, "'ll"), word == "it's", word == "there's":
			return true
		case i == 0: // where a verb comes first, the subject is missing: "didn't test it"
		case slices.Contains(verbs, word), strings.HasSuffix(word, "n't"):
			return true
		case slices.Contains(pronouns, words[i-1]) && !slices.Contains(notAfterSubject, word):
			return true
		case slices.Contains(notSubjects, words[i-1]):
		case strings.HasSuffix(word, "ed") && len(word) > 4:
			return true
		case isThirdPerson(word) && i+1 < len(words) && !slices.Contains(afterNoun, words[i+1]):
			return true
		}
	}
	return false
}

// isThirdPerson reports the ending of "holds", which is also the ending of many nouns.
func isThirdPerson(word string) bool {
	return len(word) > 3 && strings.HasSuffix(word, "s") && !strings.ContainsRune("sui", rune(word[len(word)-2]))
}

var (
	// verbs are finite.
	verbs = strings.Fields(`is are was were am has have had does do did can cannot could will would may might must shall should
		became began broke came chose fell forgot found gave got grew held kept knew left lost made meant met paid ran read said
		sat saw sent shrank slept spent spoke stood swept threw told took thought went woke wrote went hid drew fed led won built
		fails works runs exists waits breaks matters differs happens knows needs goes comes uses
		happen depend know own require exist rely allow contain belong become believe expect assume fail remain seem share cost
		put set cut hit let shut split burst`)

	// pronouns are subjects, so that a verb follows.
	pronouns = strings.Fields("i we you they he she it nobody everybody somebody anybody nothing everything something anything people who that which")

	// notAfterSubject follow a pronoun without being a verb.
	notAfterSubject = strings.Fields("in on at of for to from with without and or but else about like as by")

	// notSubjects are followed by a noun or by an adjective, not by a verb.
	notSubjects = strings.Fields(`a an the this these those no not never some any all both each every many few more most less two three four
		five six seven eight nine ten our my your his her its their of in on at for from to with without by as and or than between
		during before after under over into about against across per through via missing bad wrong poor too very lack old new
		only just almost badly poorly insufficient incomplete unclear several other such same human manual being been be having
		getting`)

	// afterNoun follow a noun rather than a verb that ends in s: "rows of", "tests for".
	afterNoun = strings.Fields("of for in on at with without by and or from between under over during across than that which")

	// properNouns keep their capital letter although nothing in the word says so.
	properNouns = strings.Fields(`Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July August
		September October November December Christmas Easter English Kubernetes Kafka Redis Postgres Oracle Mongo Grafana Prometheus
		Terraform Ansible Jenkins Docker Linux Windows Ubuntu Debian Slack Google Amazon Azure Cloudflare Stripe Java Python Ruby
		Rust Kotlin Swift Helm Istio Envoy Nginx Apache Sentry Datadog Jira Opsgenie Statuspage Bitbucket Gitlab Github Vault
		Consul Nomad Elasticsearch Cassandra Rabbit Django Rails Europe Asia Africa America`)

	// openers open a sentence with a capital letter and are never a part of the name after them.
	openers = strings.Fields(`a an the this that these those our their its his her my your no every each some any all both one two
		three when where while after before since because if as at in on by for from with without during only nobody nothing
		everybody there it we they he she until once and but or so not most many`)
)
