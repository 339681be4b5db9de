package guide

import "strings"

// The words that isSentence and lowerFirst look up. A word that is missing costs nothing but a quotation.
var (
	// finites are verbs that can be no noun and no participle where they stand.
	finites = strings.Fields(`is are was were am has have had does do did can cannot could will would may might must shall should
		became began broke came chose fell forgot gave grew knew went woke wrote took threw drew spoke rose froze drove ran shrank
		sank stole wore saw`)

	// irregular are past forms that are participles too.
	irregular = strings.Fields(`found kept held left lost made met paid read said sent spent built led fed won told thought brought caught
		taught bought sold stood understood got meant slept put set cut hit let shut split burst hung stuck sat`)

	// intransitive are past forms that need no object.
	intransitive = strings.Fields(`failed crashed happened occurred expired started stopped dropped filled increased decreased changed returned
		finished ended opened closed existed worked waited relied depended resulted responded arrived appeared disappeared remained
		recovered continued looked seemed fired restarted rebooted doubled tripled degraded improved leaked passed moved slowed lasted
		lived stayed died retried paused proceeded succeeded reacted evolved differed diverged mattered helped completed converged
		drifted escaped exploded lagged lapsed spiked surged stalled rotated tried agreed decided needed wanted stood meant sat slept
		hung burst`)

	// thirds end in s and are rarely nouns.
	thirds = strings.Fields(`holds keeps takes gives makes fails exists knows becomes depends relies requires contains allows expects assumes seems
		remains lets sits means says thinks wants tells comes goes gets sees sends receives includes consists happens appears
		belongs accepts rejects ignores refuses skips deletes removes creates connects expires throws catches matches handles
		serves prevents announces deploys breaks matters differs needs lacks begins produces`)

	// bases follow a plural subject.
	bases = strings.Fields(`depend know require exist rely allow contain belong become believe expect assume fail remain seem happen own lack
		need have think see want tell keep hold take make give go come get find lose`)

	// plainBases follow a plural subject too, but are nouns as well.
	plainBases = strings.Fields(`report run use share copy deploy test trust store send read write check monitor alert log track ship
		release build merge review rotate restart retry cache load measure page call ask hit let start stop fix add remove change
		update plan decide skip ignore miss pay look work move roll scale set put treat handle limit count publish fetch pull push
		show leave cost reach cover split wait`)

	// imperatives open a command or a heading: "add an alert".
	imperatives = strings.Fields(`add alert create write update ensure revert run fix make move announce accept check consider pin open close
		remove rename retire move improve introduce investigate implement document develop define decide deploy design do don't
		enable disable extend find follow keep let limit log look migrate monitor note notify pass post put raise reduce
		refactor rephrase replace restart review revisit roll rollback run send set share show stop switch test track try tune use
		verify wait warning error warn info fatal oh ok okay well yes yeah please basically lol`)

	// joints join clauses: a verb behind one is not the verb of the subject before it.
	joints = strings.Fields(`that which who whose whom when while where because since if although though unless until as so and or but
		after before whether why how what than once nor plus then`)

	beings = strings.Fields("be been being")

	relatives = strings.Fields("that which who whose")

	// saying are verbs with a clause behind them, with "that" or without.
	saying = strings.Fields(`knew knows thought thinks said says believed believes assumed assumes expected expects showed shows meant means
		checks checked ensures ensured verifies verified sees saw noticed notices requires required claims claimed suggests
		suggested reports reported tells told hoped feared guessed proves proved finds found makes made`)

	// fronts open a phrase or a clause that a comma ends.
	fronts = strings.Fields(`at on in for during after before when while if since once although though because as until by with without
		under from today yesterday normally then this-time over within despite unless`)

	prepositions = strings.Fields(`in on at of for from to with without by between during before after under over into about against across
		per through via behind beside within than like`)

	pronouns = strings.Fields(`i we you they he she it there nobody everybody somebody anybody nothing everything something anything everyone
		someone people`)

	// personal are pronouns that nothing follows but their verb: "nobody outside was told", but not "he outside was told".
	personal = strings.Fields("i we you they he she it there")

	adverbs = strings.Fields("also only never always just still once not often even no-longer rather already almost ever again then all")

	determiners = strings.Fields(`a an the this that these those no some any all both each every many few several another most two three four five
		six seven eight nine ten my our your his her its their one none neither either half`)

	// standalone are determiners that are subjects by themselves: "this was new".
	standalone = strings.Fields("this that these those some all both each many few several most two three one neither either another half any none")

	// notSubjects are followed by a noun or by an adjective, not by the verb of the subject.
	notSubjects = strings.Fields(`not never more less of in on at for from to with without by between during under over into about
		against across per through via missing bad wrong poor too very old new just badly poorly insufficient incomplete unclear
		other such same human manual being been be having getting beside behind within than like first last next second`)

	// mass are nouns that a sentence may open with as they are.
	mass = strings.Fields(`staging production support monitoring testing traffic documentation code memory capacity latency load work time
		access knowledge ownership communication information software hardware checkout search billing everyone lack nothing deployment
		logging alerting caching training development engineering operations infrastructure maintenance automation experience
		people growth demand trust`)

	singularS = strings.Fields("always perhaps sometimes")

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
