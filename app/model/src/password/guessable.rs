//! What is guessed first: common passwords, the product's name, the person's own, and what is made of nothing else.
//!
//! The password as a whole is looked at, never a word in it: that would be a rule of composition. Since the shortest one
//! has fifteen characters, most lists of common passwords have nothing in them that would get here; what does is words of
//! those lists put together, repetitions, and rows of keys.

use unicode_normalization::UnicodeNormalization;

/// Words of which common passwords are made, and what this program is called.
const COMMON: &str = include_str!("common.txt");

/// Rows in which one key follows the other; they are walked in both directions and round again.
const ROWS: &[&str] = &[
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
];

/// The most digits that say nothing: a year, a PIN.
const DIGITS: usize = 4;

/// Whether somebody who knows these things of the person would try it early.
pub(super) fn is_guessable(password: &str, known: &[&str]) -> bool {
    let all: Vec<char> = password.nfkc().flat_map(char::to_lowercase).collect();
    let text = folded(password);
    // What consists of other signs for the most part is none of ours, only a repetition maybe.
    let signs = if text.len() * 2 > all.len() { text } else { all };
    is_repetition(&signs) || is_row(&signs) || is_made_of_words(&signs, &words_of(known))
}

/// Letters and digits alone, in one case: what stands between them makes no other password of it.
fn folded(text: &str) -> Vec<char> {
    text.nfkc().flat_map(char::to_lowercase).filter(|character| character.is_alphanumeric()).collect()
}

/// What is known, as a whole and in its parts. Parts of one or two letters are in everything.
fn words_of(known: &[&str]) -> Vec<Vec<char>> {
    let parts = known.iter().flat_map(|text| text.split(|character: char| !character.is_alphanumeric()));
    let all = known.iter().copied().chain(parts).map(folded);
    all.filter(|word| word.len() > 2).collect()
}

/// A short piece over and over: "aaaa…", "abcabc…", a word twice.
fn is_repetition(signs: &[char]) -> bool {
    const PIECE: usize = 12;
    (1..=PIECE.min(signs.len() / 2)).any(|piece| signs.iter().zip(&signs[piece..]).all(|(one, next)| one == next))
}

/// Nothing but keys or letters in the order in which everybody knows them.
fn is_row(signs: &[char]) -> bool {
    ROWS.iter().any(|row| {
        let row: Vec<char> = row.chars().collect();
        let back: Vec<char> = row.iter().rev().copied().collect();
        [row, back].iter().any(|row| follows(signs, row))
    })
}

fn follows(signs: &[char], row: &[char]) -> bool {
    let Some(start) = signs.first().and_then(|first| row.iter().position(|key| key == first)) else { return false };
    signs.iter().zip(row.iter().cycle().skip(start)).all(|(sign, key)| sign == key)
}

/// Whether it can be cut into known words and a few digits, so that nothing else is left.
fn is_made_of_words(signs: &[char], known: &[Vec<char>]) -> bool {
    let common = COMMON.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).map(folded);
    let words: Vec<Vec<char>> = known.iter().cloned().chain(common).collect();
    // Up to here it can be cut, and the last piece was no digits: two runs of them would be one longer run.
    let mut by_word = vec![false; signs.len() + 1];
    let mut by_digits = vec![false; signs.len() + 1];
    by_word[0] = true;
    for place in 0..signs.len() {
        let rest = &signs[place..];
        if by_word[place] || by_digits[place] {
            for word in words.iter().filter(|word| rest.starts_with(word)) {
                by_word[place + word.len()] = true;
            }
        }
        if by_word[place] {
            let digits = rest.iter().take(DIGITS).take_while(|sign| sign.is_numeric()).count();
            by_digits[place + 1..=place + digits].fill(true);
        }
    }
    by_word[signs.len()] || by_digits[signs.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: [&str; 2] = ["Ada Lovelace", "ada.byron@engines.example"];

    #[test]
    fn what_is_tried_first_is_refused() {
        for password in [
            "passwordpassword",
            "PasswordPassword",
            "Password Password!",
            "password-password-2026",
            "p4ssw0rd p4ssw0rd",
            "ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ",
            "Passwort Willkommen",
            "welcome welcome 2026",
            "BoroughAdministrator",
            "borough borough 1",
            "letmein letmein 123",
            "the password is secret",
            "aaaaaaaaaaaaaaa",
            "               ",
            "-.-.-.-.-.-.-.-.",
            "abcabcabcabcabc",
            "123456789012345",
            "1234567890123456",
            "543210987654321",
            "abcdefghijklmnop",
            "qwertyuiopasdfg",
            "qwertzuiopasdfgh",
            "1qaz2wsx3edc4rfv",
            "1q2w3e4r5t6y7u8i",
            "qwerty qwertz azerty",
            "monkey dragon football",
            "كلمة المرور كلمة المرور",
        ] {
            assert!(is_guessable(password, &[]), "{password}");
        }
    }

    #[test]
    fn what_everybody_knows_of_a_person_is_refused_to_that_person() {
        for password in [
            "ada.byron@engines.example",
            "ADA BYRON ENGINES",
            "ada lovelace 1815",
            "adalovelace1815ada",
            "Lovelace, Ada: password",
            "byron borough 2026!",
        ] {
            assert!(is_guessable(password, &ADA), "{password}");
        }
        for password in ["ada lovelace 1815", "ada.byron@engines.example"] {
            assert!(!is_guessable(password, &["Grace Hopper", "grace@navy.example"]), "{password} is not hers");
        }
    }

    #[test]
    fn a_word_in_it_makes_no_password_a_common_one() {
        for password in [
            "correct horse battery staple",
            "another horse battery staple",
            "the password of run 1",
            "password of my old bicycle",
            "lovelace walks by the canal",
            "314159265358979",
            "a ?&(%$=)!:;+*#_",
            "borough cheese and kippers",
            "abcdefghijklmnpo",
            "x7f2-k9qm-h3wt-p8rz-d5vn",
            "🔑🪣🧦🥖🛶🧭🪑🧄🐙🪁🎻🧲🪴🦔🛷",
        ] {
            assert!(!is_guessable(password, &ADA), "{password}");
        }
    }
}
