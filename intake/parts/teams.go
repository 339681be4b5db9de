package parts

// Team are the words for a group of people who own something together.
const Team = `(?:team|squad|guild|group)`

// Role are the words for what somebody is in an organisation, alone or at the end of a longer name: "platform engineers", "ops lead".
const Role = Team + `s?|engineers?|engineering|leads?|leaders?|manager|department|sres?|devops|ops|oncall|on-call|owners?|maintainers?|` +
	`commander|admins?|developers?|devs?|operations|support|security|infra(?:structure)?|platform|analysts?|architects?|writers?|testers?|` +
	`scientists?|specialists?|coordinators?|officers?`
