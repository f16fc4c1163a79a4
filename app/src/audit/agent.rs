//! The name that a browser gives itself, in words. It says what the caller wanted to say, and decides nothing.

/// Each by what its name has in it; the first that fits, since most claim to be others as well.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The browser and the system, when both are known.
pub fn browser_and_system(user_agent: &str) -> Option<(&'static str, &'static str)> {
    Some((find(&BROWSERS, user_agent)?, find(&SYSTEMS, user_agent)?))
}

fn find(known: &[(&str, &'static str)], user_agent: &str) -> Option<&'static str> {
    known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_by_what_they_are_and_not_by_what_they_claim_as_well() {
        for (user_agent, named) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 \
                 Safari/537.36 Edg/140.0.0.0",
                ("Edge", "Windows"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 \
                 Safari/605.1.15",
                ("Safari", "macOS"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 CriOS/140.0 Mobile/15E148 Safari/604.1",
                ("Chrome", "iOS"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile \
                 Safari/537.36",
                ("Chrome", "Android"),
            ),
        ] {
            assert_eq!(browser_and_system(user_agent), Some(named), "{user_agent}");
        }
    }

    #[test]
    fn programs_that_are_no_browsers_are_not_named() {
        for user_agent in ["", "curl/8.14.1", "Mozilla/5.0"] {
            assert_eq!(browser_and_system(user_agent), None);
        }
    }
}
