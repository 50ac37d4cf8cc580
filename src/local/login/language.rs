//! The language of the pages: English, or German where `lang` asked for it. Texts are translated in the finished page, so a page is written once;
//! what is not in the table, as most refusals of the service, stays English and is marked so.

use super::visit::Visit;

/// Keeps the choice for pages that are opened without `lang`.
pub(super) const COOKIE: &str = "lang";

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Language {
    English,
    German,
}

impl Language {
    /// What the address asks for, and what the browser asked for before.
    pub(super) fn read(visit: &Visit<'_>) -> (Option<Language>, Option<Language>) {
        (visit.query.get("lang").and_then(Language::named), visit.cookie(COOKIE).and_then(Language::named))
    }

    /// By the names that the service has. It has more languages; pages that are not in one of them are English.
    fn named(name: &str) -> Option<Language> {
        match name {
            "de" => Some(Language::German),
            "en" | "es" | "fr" | "id" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW" => Some(Language::English),
            _ => None,
        }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
        }
    }

    /// A text, which is HTML or will be; nothing where the table does not have it.
    fn text(self, text: &str) -> Option<String> {
        if self == Language::English || text.trim().is_empty() {
            return Some(text.to_owned());
        }
        if let Some((_, german)) = TEXTS.iter().find(|(english, _)| *english == text) {
            return Some((*german).to_owned());
        }
        PATTERNS.iter().find_map(|(english, german)| {
            let (before, after) = english.split_once("{}")?;
            let inside = text.strip_prefix(before)?.strip_suffix(after)?;
            Some(german.replacen("{}", inside, 1))
        })
    }

    /// A heading, or another text of ours.
    pub(super) fn say(self, text: &str) -> String {
        self.text(text).unwrap_or_else(|| text.to_owned())
    }

    /// The attribute of an element with this text, where the element is not in the page's language.
    pub(super) fn mark(self, text: &str) -> &'static str {
        if self.text(text).is_some() { "" } else { " lang=\"en\"" }
    }

    /// HTML whose texts are ours.
    pub(super) fn page(self, html: &str) -> String {
        if self == Language::English {
            return html.to_owned();
        }
        let mut page = String::with_capacity(html.len());
        for (at, part) in html.split('<').enumerate() {
            match part.split_once('>') {
                Some((tag, text)) => page += &format!("<{tag}>{}", self.listed(text)),
                None if at == 0 => page += &self.listed(part),
                None => page += &format!("<{part}"),
            }
        }
        page
    }

    /// A text, or the parts between its commas.
    fn listed(self, text: &str) -> String {
        self.text(text).unwrap_or_else(|| text.split(", ").map(|part| self.say(part)).collect::<Vec<_>>().join(", "))
    }
}

const TEXTS: [(&str, &str); 85] = [
    (
        "A local Cognito: for development, not for real accounts.",
        "Ein lokaler Cognito: für die Entwicklung, nicht für echte Konten.",
    ),
    ("A new code is on its way.", "Ein neuer Code ist unterwegs."),
    ("A passkey needs JavaScript.", "Ein Passkey braucht JavaScript."),
    (
        "Add this account to an authenticator app: open the link on a phone, or type the key.",
        "Füge dieses Konto einer Authenticator-App hinzu: Öffne den Link auf einem Telefon, oder tippe den Schlüssel ab.",
    ),
    ("Address", "Anschrift"),
    ("Address of a picture", "Adresse eines Bildes"),
    ("Address of a profile", "Adresse eines Profils"),
    ("Authenticator app", "Authenticator-App"),
    ("Back to sign-in", "Zurück zur Anmeldung"),
    ("Change password", "Passwort ändern"),
    ("Choose a new password", "Neues Passwort wählen"),
    ("Choose a second factor", "Zweiten Faktor wählen"),
    ("Choose how to sign in", "Art der Anmeldung wählen"),
    ("Code", "Code"),
    ("Code by e-mail", "Code per E-Mail"),
    ("Code by text message", "Code per SMS"),
    ("Code from the app", "Code aus der App"),
    ("Confirm account", "Konto bestätigen"),
    ("Confirm your account", "Konto bestätigen"),
    ("Confirm your account first.", "Bestätige zuerst dein Konto."),
    ("Continue", "Weiter"),
    ("Create account", "Konto anlegen"),
    ("Create an account", "Konto anlegen"),
    ("Date of birth", "Geburtsdatum"),
    ("Do not sign in", "Nicht anmelden"),
    ("E-mail address", "E-Mail-Adresse"),
    ("E-mail address or phone number", "E-Mail-Adresse oder Telefonnummer"),
    ("Enter an e-mail address.", "Gib eine E-Mail-Adresse ein."),
    ("Enter your code", "Code eingeben"),
    ("Enter your user name and your password.", "Gib deinen Benutzernamen und dein Passwort ein."),
    ("Error", "Fehler"),
    ("Family name", "Familienname"),
    ("Forgot your password?", "Passwort vergessen?"),
    ("Gender", "Geschlecht"),
    ("Given name", "Vorname"),
    ("How do you want to get your code?", "Wie möchtest du den Code bekommen?"),
    ("How do you want to sign in?", "Wie möchtest du dich anmelden?"),
    ("Incorrect username or password.", "Benutzername oder Passwort ist falsch."),
    ("Key", "Schlüssel"),
    ("Language", "Sprache"),
    ("Middle name", "Zweiter Vorname"),
    ("Name", "Name"),
    ("New password", "Neues Passwort"),
    ("Next", "Weiter"),
    ("Nickname", "Spitzname"),
    ("Open in an authenticator app", "In einer Authenticator-App öffnen"),
    ("Open your authenticator app for the code.", "Den Code zeigt deine Authenticator-App."),
    ("Password", "Passwort"),
    ("Passkey", "Passkey"),
    ("Phone number", "Telefonnummer"),
    ("Preferred user name", "Bevorzugter Benutzername"),
    ("Save and continue", "Speichern und weiter"),
    ("Send a new code", "Neuen Code senden"),
    ("Send the code", "Code senden"),
    ("Set up a second factor", "Zweiten Faktor einrichten"),
    ("Sign in", "Anmelden"),
    ("Sign in with a passkey", "Mit einem Passkey anmelden"),
    ("Sign in with an account that you have", "Mit einem vorhandenen Konto anmelden"),
    ("Something is wrong with this link", "Mit diesem Link stimmt etwas nicht"),
    ("Start again", "Neu beginnen"),
    ("The passkey was not used. Try again.", "Der Passkey wurde nicht verwendet. Versuche es noch einmal."),
    ("This app takes no users of the pool itself.", "Diese App nimmt keine Benutzer des Pools selbst."),
    ("Time of the last update", "Zeit der letzten Änderung"),
    ("Time zone", "Zeitzone"),
    ("Use e-mail instead", "Stattdessen E-Mail verwenden"),
    ("Use your passkey", "Passkey verwenden"),
    ("User name", "Benutzername"),
    ("We send a code there at every sign-in.", "Wir schicken bei jeder Anmeldung einen Code dorthin."),
    ("We send a code to the address of your account.", "Wir schicken einen Code an die Adresse deines Kontos."),
    ("Website", "Website"),
    ("With the country&#39;s code", "Mit der Vorwahl des Landes"),
    ("Your account is confirmed. Sign in.", "Dein Konto ist bestätigt. Melde dich an."),
    ("Your device will ask you to confirm that it is you.", "Dein Gerät fragt dich, ob du es bist."),
    ("Your password", "Dein Passwort"),
    ("Your password was changed. Sign in.", "Dein Passwort wurde geändert. Melde dich an."),
    ("Your temporary password must be replaced.", "Dein vorläufiges Passwort muss ersetzt werden."),
    ("a digit", "einer Ziffer"),
    ("a symbol", "einem Sonderzeichen"),
    ("an upper-case letter", "einem Großbuchstaben"),
    ("like +14155550123", "etwa +14155550123"),
    ("or", "oder"),
    ("with a digit", "mit einer Ziffer"),
    ("with a lower-case letter", "mit einem Kleinbuchstaben"),
    ("with a symbol", "mit einem Sonderzeichen"),
    ("with an upper-case letter", "mit einem Großbuchstaben"),
];

/// With something of the pool's or the person's at `{}`.
const PATTERNS: [(&str, &str); 6] = [
    ("At least {} characters", "Mindestens {} Zeichen"),
    ("Continue with {}", "Weiter mit {}"),
    ("Enter the code that {} got.", "Gib den Code ein, den {} bekommen hat."),
    ("Sign in at {}", "Bei {} anmelden"),
    (
        "This page stands for {}: nothing leaves this machine. Say who you are there.",
        "Diese Seite steht für {}: Nichts verlässt diesen Rechner. Sag, wer du dort bist.",
    ),
    ("We sent a code to {}.", "Wir haben einen Code an {} geschickt."),
];
