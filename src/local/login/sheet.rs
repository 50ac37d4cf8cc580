//! The frame of the pages: escaping, forms with their CSRF token, the strict policy that comes with each.

use super::asked::Asked;
use super::language::{self, Language};
use super::reply::Reply;
use super::visit::Visit;
use crate::local::host::env::Env;
use crate::local::model::pool::Pool;

const STYLE: &str = include_str!("style.css");
pub(super) const CSRF_COOKIE: &str = "XSRF-TOKEN";
pub(super) const CSRF_FIELD: &str = "_csrf";

/// Text as HTML, also inside of a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// What the pages of one answer share.
pub(super) struct Sheet {
    /// Names the browser: in a cookie, and in every form.
    pub(super) token: String,
    is_new: bool,
    nonce: String,
    language: Language,
    /// Asked for in the address, and not known of the browser.
    is_other_language: bool,
}

/// A page.
#[derive(Default)]
pub(super) struct Page<'a> {
    pub(super) heading: &'a str,
    /// HTML.
    pub(super) body: String,
    pub(super) alert: Option<&'a str>,
    pub(super) notice: Option<&'a str>,
    pub(super) script: Option<&'a str>,
    /// The app that the page's forms lead to in the end.
    pub(super) asked: Option<&'a Asked>,
    /// 200 where it is 0.
    pub(super) status: u16,
}

impl Sheet {
    pub(super) fn new(env: &mut Env<'_>, visit: &Visit<'_>) -> Sheet {
        let nonce = env.rng.word(24);
        let known = visit
            .cookie(CSRF_COOKIE)
            .filter(|token| token.len() == 32 && token.bytes().all(|letter| letter.is_ascii_alphanumeric()));
        let fresh = env.rng.word(32);
        let (asked, kept) = Language::read(visit);
        Sheet {
            is_new: known.is_none(),
            token: known.map_or(fresh, str::to_owned),
            nonce,
            language: asked.or(kept).unwrap_or(Language::English),
            is_other_language: asked.is_some() && asked != kept,
        }
    }

    /// A form that posts to a page of ours; `inner` and the button's label are HTML.
    pub(super) fn form(&self, action: &str, inner: &str, button: &str) -> String {
        self.form_with("", action, inner, &format!("<button type=\"submit\">{button}</button>"))
    }

    /// The same with attributes and a button of its own.
    pub(super) fn form_with(&self, attributes: &str, action: &str, inner: &str, button: &str) -> String {
        format!(
            "<form method=\"post\" action=\"{}\"{attributes}><input type=\"hidden\" name=\"{CSRF_FIELD}\" value=\"{}\">{inner}{button}</form>",
            escape(action),
            self.token
        )
    }

    pub(super) fn show(&self, pool: Option<&Pool>, page: &Page<'_>) -> Reply {
        let name = pool.map_or("Managed login", |pool| pool.login.title.as_deref().unwrap_or(&pool.settings.pool_name));
        let (language, nonce) = (self.language, &self.nonce);
        let (name, heading) = (escape(name), escape(&language.say(page.heading)));
        let alert = page.alert.map(|text| {
            let (mark, text) = (language.mark(text), escape(&language.say(text)));
            format!("<div class=\"alert\" id=\"alert\" role=\"alert\" tabindex=\"-1\" autofocus{mark}>{text}</div>")
        });
        let notice = page.notice.map(|text| {
            let text = escape(&language.say(text));
            format!("<p class=\"notice\" role=\"status\">{text}</p>")
        });
        let script = page.script.map(|script| format!("<script nonce=\"{nonce}\">{script}</script>"));
        let title =
            if page.alert.is_some() { format!("{}: {heading}", language.say("Error")) } else { heading.clone() };
        let html = format!(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title} – {name}</title><style nonce=\"{nonce}\">{STYLE}</style></head>\
             <body><header>{name}</header><main><h1>{heading}</h1>{}{}{}</main>\
             <footer>{}</footer>{}</body></html>",
            language.code(),
            alert.unwrap_or_default(),
            notice.unwrap_or_default(),
            language.page(&page.body),
            language.say("A local Cognito: for development, not for real accounts."),
            script.as_deref().unwrap_or_default(),
        );
        let scripts = if script.is_some() { format!("script-src 'nonce-{nonce}'; ") } else { String::new() };
        // Browsers hold the whole way of a posted form to form-action: it ends at the app, which may send it on on this machine.
        let app = page.asked.map_or(String::new(), |asked| format!(" {}", source_of(&asked.redirect_uri)));
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; {scripts}form-action 'self' http://localhost:* \
             http://127.0.0.1:*{app}; base-uri 'none'; frame-ancestors 'none'"
        );
        let status = if page.status == 0 { 200 } else { page.status };
        let reply = Reply::new(status, "text/html; charset=utf-8", html)
            .header("content-security-policy", policy)
            .header("x-frame-options", "DENY");
        self.mark(reply)
    }

    /// Gives a browser that has no name yet its cookie, and one that asks for another language that one.
    pub(super) fn mark(&self, reply: Reply) -> Reply {
        let reply = if self.is_new { reply.cookie(CSRF_COOKIE, &self.token, 86_400) } else { reply };
        if self.is_other_language { reply.cookie(language::COOKIE, self.language.code(), 86_400) } else { reply }
    }

    /// Whether a form comes from a page that this browser was shown.
    pub(super) fn accepts(&self, visit: &Visit<'_>) -> bool {
        !self.is_new && visit.is_form() && visit.comes_from_here() && visit.form.get(CSRF_FIELD) == Some(&self.token)
    }
}

/// An app's address as a source of a policy: its origin, or its scheme.
fn source_of(uri: &str) -> String {
    let (scheme, rest) = uri.split_once(':').unwrap_or((uri, ""));
    let host = rest.strip_prefix("//").unwrap_or_default().split(['/', '?', ';', ',', ' ']).next().unwrap_or_default();
    match scheme {
        "http" | "https" => format!("{scheme}://{host}"),
        other => format!("{other}:"),
    }
}

/// A labelled input; `attributes` is HTML.
pub(super) fn field(name: &str, label: &str, kind: &str, attributes: &str) -> String {
    labelled(name, label, "", kind, attributes)
}

/// The same with a hint between the two.
pub(super) fn hinted(name: &str, label: &str, hint: &str, kind: &str, attributes: &str) -> String {
    let id = id_of(name);
    let hint = format!("<p class=\"hint\" id=\"{id}-hint\">{}</p>", escape(hint));
    labelled(name, label, &hint, kind, &format!("aria-describedby=\"{id}-hint\" {attributes}"))
}

fn id_of(name: &str) -> String {
    escape(name).replace([':', '.'], "-")
}

fn labelled(name: &str, label: &str, hint: &str, kind: &str, attributes: &str) -> String {
    let id = id_of(name);
    format!(
        "<div class=\"field\"><label for=\"{id}\">{}</label>{hint}<input id=\"{id}\" name=\"{}\" type=\"{kind}\" {attributes}></div>",
        escape(label),
        escape(name)
    )
}

pub(super) fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
}

/// Links below a form.
pub(super) fn links(all: &[(String, &str)]) -> String {
    let items: String =
        all.iter().map(|(to, text)| format!("<li><a href=\"{}\">{}</a></li>", escape(to), escape(text))).collect();
    if items.is_empty() { items } else { format!("<ul class=\"links\">{items}</ul>") }
}
