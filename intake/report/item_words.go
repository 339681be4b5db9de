package report

import (
	"debrief/intake/text"
)

var (
	// acronyms stand in parentheses behind what they abbreviate, or behind what they are about.
	acronyms = text.WordsOfList(`
		SIEM DNSSEC CORS SAML IPAM RBAC LUKS JSON YAML HTTP HTTPS REST CRUD CDN DNS TLS SSL SSH VPN VPC AWS GCP EKS GKE AKS ECS API APIS
		CLI SDK IDE URL URI SQL NOSQL CPU GPU RAM ROM SSD HDD NFS LVM ZFS RAID NAS SAN LAN WAN VLAN BGP OSPF DHCP NTP FTP SFTP SMTP IMAP
		LDAP OIDC OAUTH JWT CSRF XSS DDOS SLA SLO SLI KPI OKR MVP POC RFC ADR RCA TBD TODO DONE WIP FIXME ASAP FAQ PDF CSV XML HTML CSS
		IAM MFA TOTP ACL WAF ELB ALB NLB AMI EBS EFS RDS SQS SNS SES KMS HSM PKI CRL OCSP ACME CRD CNI CSI CRI OCI HPA VPA PDB PVC OOM GPL
		MIT BSD CVE CVSS NIST SOC PCI HIPAA GDPR ISO CICD E2E UAT QA SRE OPS DEV PROD STAGING BETA ALPHA UTC GMT HIGH LOW MEDIUM CRITICAL
		URGENT OPEN CLOSED NEW NOTE WARNING IMPORTANT OPTIONAL REPEAT NONE ALL ANY EACH NOT ONLY LTS EOL ETL ELK MTTR MTTD MTBF RPC GRPC
		TCP UDP ICMP`)

	// opensItem are the words that items open with; with a capital they look like names.
	opensItem = text.WordsOfList(`
		add adjust allow analyse analyze apply ask assess audit automate automatically avoid better block build change check clarify clean
		clear close communicate complete conduct configure consider continue contact coordinate create cut decide define delete deploy
		design detect determine develop disable discuss document documentation drop educate enable encourage enforce engage enhance ensure
		establish evaluate expand explore extend fail figure finalize find finish fix follow force forward get give have hold identify
		implement improve improved improvements include increase increased inform install instead integrate introduce investigate keep
		learn limit link log look lower maintain make manage merge migrate mitigate modify monitor move no notify only open optimize
		optimise organise organize perform permanently pin plan prepare prevent prioritise prioritize provide publish pull push put raise
		rebuild recommend record redesign reduce refactor refine regularly reinforce release remediate remind remove rename repair replace
		report request require research reset resolve restart restore restrict rethink retire revert review revise revisit revoke roll
		rotate run schedule scale search secure send separate set setup share ship shorten simplify speed split standardise standardize
		start stop store strengthen study switch take task teach test tests tighten track train training treat try tune turn understand
		unify update updated upgrade use using validate verify wait warn work write short medium long immediate next first second third
		new old more less all some most`)

	// notLeading open sentences of items and are no names.
	notLeading = text.WordsOfList(`
		we this that these they it there action actions need want plan try going able work continue start begin ways way how option
		options ability request requests change changes changing access similar steps alerts alerting monitoring deploys deployments users
		nodes jobs kubernetes prometheus grafana terraform github gitlab jenkins redis postgres kafka slack pagerduty opsgenie datadog
		sentry docker helm`)
)
