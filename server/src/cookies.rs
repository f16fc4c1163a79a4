//! The cookies: two for sessions, which scripts cannot read, and two for language and theme.

use axum::http::{HeaderMap, HeaderValue, header};
use model::preferences::{Language, Preferences, Theme};

use crate::config::Cookies;

/// For whom a session is. The two never meet: signing in here is not signing in there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    /// A person, in organizations.
    Person,
    /// An operator, in the back office.
    Operator,
}

const LANGUAGE: &str = "borough-language";
const THEME: &str = "borough-theme";

impl Session {
    /// The cookie's name. `__Host-` makes browsers refuse one that another host or path has set.
    pub const fn name(self, cookies: Cookies) -> &'static str {
        match (self, cookies) {
            (Self::Person, Cookies::HostBound) => "__Host-borough",
            (Self::Person, Cookies::Plain) => "borough",
            (Self::Operator, Cookies::HostBound) => "__Host-borough-operator",
            (Self::Operator, Cookies::Plain) => "borough-operator",
        }
    }

    /// The header that gives the browser a session for so many seconds; none ends it.
    pub fn set(self, cookies: Cookies, token: &str, seconds: i64) -> Option<HeaderValue> {
        let secure = match cookies {
            Cookies::HostBound => "; Secure",
            Cookies::Plain => "",
        };
        let name = self.name(cookies);
        let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        HeaderValue::from_str(&text).ok()
    }

    /// The header that takes the session from the browser.
    pub fn clear(self, cookies: Cookies) -> Option<HeaderValue> {
        self.set(cookies, "", 0)
    }
}

/// The value of a cookie.
pub fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then_some(value)
    })
}

/// Language and theme: chosen here, else as the browser asks for them.
pub fn preferences(headers: &HeaderMap) -> Preferences {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Preferences {
        language: read(headers, LANGUAGE).and_then(Language::from_tag).unwrap_or_else(|| Language::accepted(accepted)),
        theme: read(headers, THEME).and_then(Theme::from_name).unwrap_or_default(),
    }
}

/// The header that remembers a language for a year.
pub fn remember_language(language: Language) -> Option<HeaderValue> {
    remember(LANGUAGE, language.tag())
}

/// The header that remembers a theme for a year.
pub fn remember_theme(theme: Theme) -> Option<HeaderValue> {
    remember(THEME, theme.name())
}

fn remember(name: &str, value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("not__Host-borough=a; __Host-borough-operator=b"));
        headers.append(header::COOKIE, HeaderValue::from_static("x=y;__Host-borough=c"));
        assert_eq!(read(&headers, "__Host-borough"), Some("c"));
        assert_eq!(read(&headers, "__Host-borough-operator"), Some("b"));
        assert_eq!(read(&headers, "borough"), None);
    }

    #[test]
    fn a_session_cookie_is_kept_from_scripts_and_other_hosts() {
        let cookie = Session::Person.set(Cookies::HostBound, "secret", 60);
        let cookie = cookie.as_ref().and_then(|value| value.to_str().ok());
        assert_eq!(cookie, Some("__Host-borough=secret; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"));
    }

    #[test]
    fn preferences_that_make_no_sense_are_the_default() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("borough-language=xx; borough-theme=<script>"));
        assert_eq!(preferences(&headers), Preferences::default());
    }
}
