//! What a browser says that it is, in the words by which people know it.

use serde::{Deserialize, Serialize};

/// Browser and system. They help somebody to tell his own sessions apart, and decide nothing: anybody can say anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The browser's name; none: it is none that we know.
    pub browser: Option<String>,
    /// The system's name; none: it is none that we know.
    pub system: Option<String>,
}

/// What stands in the header, and the browser that writes it. Most call themselves Chrome or Safari too, so the first wins.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("curl/", "curl"),
];

/// The same for systems. Android calls itself Linux too, and an iPhone is "like Mac OS X".
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// As the header `User-Agent` says it.
    pub fn of(user_agent: &str) -> Self {
        let find = |names: &[(&str, &str)]| {
            names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| (*name).to_owned())
        };
        Self { browser: find(BROWSERS), system: find(SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_systems_are_called_what_people_call_them() {
        const APPLE: &str = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1";
        const BLINK: &str = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0";
        for (user_agent, browser, system) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(), "Firefox", "Linux"),
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {BLINK} Safari/537.36"), "Chrome", "Windows"),
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {BLINK} Safari/537.36 Edg/142.0"), "Edge", "Windows"),
            (format!("Mozilla/5.0 (Linux; Android 15) {BLINK} Mobile Safari/537.36"), "Chrome", "Android"),
            (format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {BLINK} Safari/537.36"), "Chrome", "ChromeOS"),
            (format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Safari/605.1.15"), "Safari", "macOS"),
            (
                format!("Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) {APPLE} Mobile/15E148 Safari/604.1"),
                "Safari",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 19_1 like Mac OS X) AppleWebKit/605.1.15 FxiOS/145.0 Mobile/15E148"
                    .to_owned(),
                "Firefox",
                "iPad",
            ),
        ] {
            let expected = Device { browser: Some(browser.to_owned()), system: Some(system.to_owned()) };
            assert_eq!(Device::of(&user_agent), expected, "{user_agent}");
        }
        for nonsense in ["", "\0", "<script>", "Mozilla/5.0"] {
            assert_eq!(Device::of(nonsense), Device::default(), "{nonsense:?}");
        }
    }
}
