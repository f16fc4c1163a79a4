//! Finding things of a list that is here already, by what is typed: without regard to case and accents, best first.

use model::text::folded;

/// Something to be found, with its texts as they are compared: prepared once, so that each key is cheap.
#[derive(Clone, Debug, PartialEq)]
pub struct Findable<T> {
    /// What it is.
    pub item: T,
    texts: Vec<String>,
}

impl<T> Findable<T> {
    /// It is found by these texts; by the first better than by the others.
    pub fn new(item: T, texts: &[&str]) -> Self {
        Self { item, texts: texts.iter().map(|text| folded(text)).collect() }
    }

    /// Something else, found by the same texts.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Findable<U> {
        Findable { item: change(self.item), texts: self.texts }
    }
}

/// What fits, best first. Among equals, and when nothing is typed, the order stays as it is.
pub fn found<T: Clone>(all: &[Findable<T>], typed: &str) -> Vec<T> {
    let typed = folded(typed);
    if typed.is_empty() {
        return all.iter().map(|one| one.item.clone()).collect();
    }
    let mut fitting: Vec<_> = all.iter().filter_map(|one| Some((fit(&one.texts, &typed)?, one))).collect();
    fitting.sort_by_key(|(fit, _)| *fit);
    fitting.into_iter().map(|(_, one)| one.item.clone()).collect()
}

/// How well: the smaller, the better.
fn fit(texts: &[String], typed: &str) -> Option<usize> {
    let one_text = texts.iter().enumerate().filter_map(|(place, text)| Some(fit_of(text, typed)? * 2 + place.min(1)));
    one_text.min().or_else(|| {
        let words = || texts.iter().flat_map(|text| words(text));
        typed.split(' ').all(|typed| words().any(|word| word.starts_with(typed))).then_some(usize::MAX)
    })
}

fn fit_of(text: &str, typed: &str) -> Option<usize> {
    if text == typed {
        Some(0)
    } else if text.starts_with(typed) {
        Some(1)
    } else if begins_a_word(text, typed) {
        Some(2)
    } else {
        text.contains(typed).then_some(3)
    }
}

fn begins_a_word(text: &str, typed: &str) -> bool {
    text.match_indices(typed)
        .any(|(at, _)| text[..at].chars().next_back().is_some_and(|before| !before.is_alphanumeric()))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found_in(titles: &[&str], typed: &str) -> Vec<String> {
        let all: Vec<_> = titles.iter().map(|title| Findable::new((*title).to_owned(), &[title])).collect();
        found(&all, typed)
    }

    #[test]
    fn what_begins_with_it_comes_before_what_only_has_it() {
        let titles = ["Backoffice", "The Office", "Office Inc.", "Office"];
        assert_eq!(found_in(&titles, "office"), ["Office", "Office Inc.", "The Office", "Backoffice"]);
    }

    #[test]
    fn equals_stay_in_their_order() {
        assert_eq!(found_in(&["North 2", "North 1", "South"], "north"), ["North 2", "North 1"]);
        assert_eq!(found_in(&["North 2", "South", "North 1"], ""), ["North 2", "South", "North 1"]);
        assert_eq!(found_in(&["North 2", "South"], "  "), ["North 2", "South"]);
    }

    #[test]
    fn case_and_accents_are_passed_over() {
        assert_eq!(found_in(&["Zürich Straßenbau"], "ZURICH"), ["Zürich Straßenbau"]);
        assert_eq!(found_in(&["Zürich Straßenbau"], "strassen"), ["Zürich Straßenbau"]);
        assert_eq!(found_in(&["Zurich"], "zür"), ["Zurich"]);
        assert_eq!(found_in(&["مُؤسَّسة"], "مؤسسة"), ["مُؤسَّسة"]);
    }

    #[test]
    fn several_words_are_found_in_any_order() {
        assert_eq!(found_in(&["Danube Steam Shipping", "Danube Rail"], "ship dan"), ["Danube Steam Shipping"]);
        assert_eq!(found_in(&["Danube Rail"], "dan road"), Vec::<String>::new());
    }

    #[test]
    fn the_first_text_counts_more_than_the_others() {
        let all = [Findable::new(1, &["Something else", "office"]), Findable::new(2, &["Office"])];
        assert_eq!(found(&all, "office"), [2, 1]);
    }

    #[test]
    fn letters_that_are_no_pattern_are_taken_as_they_are() {
        assert_eq!(found_in(&["100 % (new)", "other"], "% ("), ["100 % (new)"]);
        assert_eq!(found_in(&["other"], "."), Vec::<String>::new());
    }
}
