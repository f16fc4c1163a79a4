//! Points in time. The server cannot know the reader's time zone, so it writes UTC; the browser rewrites it.

use super::browser;
use ::time::OffsetDateTime;
use ::time::format_description::well_known::Rfc3339;
use ::time::macros::format_description;
use leptos::prelude::*;

/// How a point in time is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeForm {
    /// "3 minutes ago"; the exact time is its tooltip.
    #[default]
    Relative,
    /// The day.
    Date,
}

/// A point in time, in the reader's language and time zone once the page is alive.
#[component]
pub fn Time(
    /// The point.
    at: OffsetDateTime,
    /// How it is written.
    #[prop(optional)]
    form: TimeForm,
) -> impl IntoView {
    let at = at.to_offset(::time::UtcOffset::UTC);
    let text = RwSignal::new(day(at));
    let title = RwSignal::new(None);
    Effect::new(move |_| {
        if let Some(local) = browser::local_time(at, form) {
            text.set(local.text);
            title.set(local.title);
        }
    });
    view! {
        <time class="time" dir="auto" datetime=at.format(&Rfc3339).unwrap_or_default() title=move || title.get()>
            {move || text.get()}
        </time>
    }
    .into_any()
}

/// The text that server and browser agree on at first; as long as what will take its place, so that nothing moves.
fn day(at: OffsetDateTime) -> String {
    at.format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
}

/// A time as the browser writes it.
pub(super) struct LocalTime {
    /// What is read.
    pub text: String,
    /// The exact time, when the text is not exact.
    pub title: Option<String>,
}

/// The unit in which `seconds` (negative: ago) is best said, and how many of them. The names are those of
/// `Intl.RelativeTimeFormat`. Beyond a month the date says more, so there is none.
#[cfg_attr(
    not(any(feature = "hydrate", test)),
    expect(dead_code, reason = "only the browser's half writes relative times")
)]
pub(super) fn relative(seconds: f64) -> Option<(f64, &'static str)> {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    match seconds.abs() {
        // Clocks differ a little: nothing just done happens "in 2 seconds".
        distance if distance < 45.0 => Some((0.0, "second")),
        distance if distance < 45.0 * MINUTE => Some(((seconds / MINUTE).round(), "minute")),
        distance if distance < 22.0 * HOUR => Some(((seconds / HOUR).round(), "hour")),
        distance if distance < 30.0 * DAY => Some(((seconds / DAY).round(), "day")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn relative_times_use_the_largest_unit_that_fits() {
        assert_eq!(relative(-3.0), Some((0.0, "second")));
        assert_eq!(relative(-61.0), Some((-1.0, "minute")));
        assert_eq!(relative(-3_600.0), Some((-1.0, "hour")));
        assert_eq!(relative(86_400.0), Some((1.0, "day")));
        assert_eq!(relative(-40.0 * 86_400.0), None);
    }
}
