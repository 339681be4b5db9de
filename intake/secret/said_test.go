package secret

import (
	"strings"
	"testing"
)

func TestAPasswordIsHiddenInTheLanguagesThatPeopleTypeIn(t *testing.T) {
	for _, names := range []string{
		"Passwort", "passwort", "PASSWORT", "Kennwort", "Root-Passwort", "Datenbankpasswort", "mot de passe", "Mot de passe", "contraseña", "Contraseña",
		"contrasena", "contrasen\u0303a", "senha", "palavra-passe", "password", "wachtwoord", "hasło", "HASŁO", "haslo", "heslo", "lösenord", "passord",
		"adgangskode", "şifre", "пароль", "パスワード", "密码", "비밀번호", "pw", "pwd", "pass", "passwd", "pass phrase", "passphrase", "clave", "db_passwort",
	} {
		for _, form := range []string{
			"%s: Sommer2026!", "02:31 ! logged in, %s: Sommer2026!", "%s=Sommer2026!", "%s = Sommer2026!", "%s : Sommer2026!", "%s\u00a0: Sommer2026!",
			"%s：Sommer2026!", "the %s is Sommer2026!", "my %s is now Sommer2026!", "das %s ist Sommer2026!", "le %s est Sommer2026!", "la %s es Sommer2026!",
			"a %s é Sommer2026!", "%s jest Sommer2026!", "%s lautet: Sommer2026!", "%s war Sommer2026!, told mei", "%s is 'Sommer2026!'",
			"the %s for the staging database is Sommer2026!", "%s was changed to Sommer2026!", `{"%s": "Sommer2026!"}`,
		} {
			line := strings.ReplaceAll(form, "%s", names)
			if safe, n := Hide(line); n != 1 || strings.Contains(safe, "Sommer") || !strings.Contains(safe, "[hidden: password]") {
				t.Errorf("%q became %q", line, safe)
			}
		}
	}
}

func TestWhatAPasswordIsSaidToBeEndsWhereTheSentenceGoesOn(t *testing.T) {
	for in, want := range map[string]string{
		"my passwort is Geheim#12":                   "my passwort is [hidden: password]",
		"pw is Kaese!99":                             "pw is [hidden: password]",
		"pw is Kaese!Brot, he said":                  "pw is [hidden: password], he said",
		"パスワードはHimitsu123です":                         "パスワードは[hidden: password]です",
		"密码是abc12345。":                               "密码是[hidden: password]。",
		"the password is still hunter2, sadly":       "the password is still [hidden: password], sadly",
		"hasło to Zima2026!":                         "hasło to [hidden: password]",
		"the door's pin is 4711":                     "the door's pin is [hidden: PIN]",
		"PIN: 471100":                                "PIN: [hidden: PIN]",
		`the password is "swordfish" and not secret`: `the password is "[hidden: password]" and not secret`,
		`{"pin": 4711}`:                              `{"pin": "[hidden: PIN]"}`,
		"the password for 3 hosts is Winter2026":     "the password for 3 hosts is [hidden: password]",
	} {
		if safe, _ := Hide(in); safe != want {
			t.Errorf("%q became %q, want %q", in, safe, want)
		}
	}
}

func TestASentenceAboutPasswordsIsNoPassword(t *testing.T) {
	for _, line := range []string{
		"Passwort: falsch", "Passwort: muss mindestens 8 Zeichen haben", "das Passwort ist abgelaufen", "Kennwort war seit 2024 gleich", "mot de passe : incorrect",
		"le mot de passe est expiré", "mot de passe oublié : voir le courriel", "contraseña: mínimo 8 caracteres", "la contraseña es incorrecta", "a senha é obrigatória",
		"resenha: a1b2 bem feita", "wachtwoord: verlopen", "hasło: nieprawidłowe", "パスワード：なし", "パスワードは変更されました", "密码是错误的", "password is required",
		"the password is base64 encoded", "the password was changed to something longer", "the password is wrong!", "the password for root was changed on 2026-11-18",
		"PIN: 13", "pin=GPIO4", "pin is on the left", "pin 4711 was soldered", "pass is green", "the first pass was run at 02:14", "copied the password to db-7x9k2",
		"passed: 1200", "la clave: revisar los registros", "Passwort zurückgesetzt: siehe E-Mail", "everybody with a password on node7a is out", "encore du pain : 4711",
		"mot de la fin : Sommer2026", "pw", "password is", "password is \"", "is 4711aaaa", "の は 4711", "：", "パスワードは", "é é é1234567", "hasło to",
	} {
		if safe, n := Hide(line); n != 0 {
			t.Errorf("%q became %q", line, safe)
		}
	}
}
