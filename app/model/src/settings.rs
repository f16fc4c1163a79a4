//! What an organization says of itself: everything about it that its administrators can change.

mod description;
mod metadata;

use serde::{Deserialize, Serialize};

use crate::base64;
use crate::error::{Code, Fields, Result};
use crate::ids::PublicId;
use crate::slug::Slug;
use crate::text::Title;

pub use description::Description;
pub use metadata::Metadata;

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$one_doc:meta])* $one:ident $text:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$one_doc])* #[serde(rename = $text)] $one,)+
        }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$one,)+];

            /// The name in the database and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$one => $text,)+
                }
            }

            /// The one of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == name)
            }
        }
    )+};
}

choices! {
    /// What an organization is for.
    Environment {
        /// Work that counts.
        Production "production";
        /// A last look before it counts.
        Staging "staging";
        /// Building and trying out.
        Development "development";
    }
    /// An organization's colour: one of the palette, whose colours keep their contrast in every theme.
    Colour {
        /// The palette's first.
        Teal "teal";
        /// Its second.
        Blue "blue";
        /// Its third.
        Violet "violet";
        /// Its fourth.
        Magenta "magenta";
        /// Its fifth.
        Red "red";
        /// Its sixth.
        Orange "orange";
        /// Its seventh.
        Olive "olive";
        /// Its last.
        Green "green";
    }
}

/// Tells one logo of an organization from the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct LogoTag(pub String);

/// The most bytes of a picture that is sent.
pub const LOGO_KIB: u16 = 256;
/// The most pixels of a picture that is sent, in each direction.
pub const LOGO_PIXELS: u16 = 2048;

/// What shall become of the logo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogoChange<Picture> {
    /// It stays as it is.
    #[default]
    Keep,
    /// There shall be none.
    Remove,
    /// This one from now on.
    Replace(Picture),
}

/// An organization's settings as somebody wants them, all at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateSettings {
    /// Which settings the caller saw. If they are others by now, nothing is changed.
    pub version: i64,
    /// The organization's name.
    pub title: String,
    /// Its name in addresses.
    pub slug: String,
    /// What it is, in its own words.
    pub description: String,
    /// A JSON object, as text.
    pub metadata: String,
    /// What it is for.
    pub environment: Environment,
    /// Its colour; none: one of the palette, by its address.
    pub colour: Option<Colour>,
    /// A picture comes in base 64.
    pub logo: LogoChange<String>,
}

/// An [`UpdateSettings`] that can be carried out.
#[derive(Clone, Debug)]
pub struct NewSettings {
    /// Which settings the caller saw.
    pub version: i64,
    /// The organization's name.
    pub title: Title,
    /// Its name in addresses.
    pub slug: Slug,
    /// What it is, in its own words.
    pub description: Description,
    /// Whatever it keeps about itself.
    pub metadata: Metadata,
    /// What it is for.
    pub environment: Environment,
    /// Its colour.
    pub colour: Option<Colour>,
    /// A picture as it was sent: nobody has looked at it yet.
    pub logo: LogoChange<Vec<u8>>,
}

impl UpdateSettings {
    /// Checks every field but whether a picture is one: that takes somebody who can draw it.
    pub fn parse(self) -> Result<NewSettings> {
        let mut fields = Fields::default();
        let title = fields.check("title", Title::parse(&self.title));
        let slug = fields.check("slug", Slug::parse(&self.slug));
        let description = fields.check("description", Description::parse(&self.description));
        let metadata = fields.check("metadata", Metadata::parse(&self.metadata));
        let logo = fields.check("logo", picture(self.logo));
        let Self { version, environment, colour, .. } = self;
        let settings = || {
            let (title, slug, description) = (title?, slug?, description?);
            Some(NewSettings {
                version,
                title,
                slug,
                description,
                metadata: metadata?,
                environment,
                colour,
                logo: logo?,
            })
        };
        settings().ok_or_else(|| fields.into())
    }
}

fn picture(logo: LogoChange<String>) -> Result<LogoChange<Vec<u8>>, Code> {
    const MOST: usize = LOGO_KIB as usize * 1024;
    match logo {
        LogoChange::Keep => Ok(LogoChange::Keep),
        LogoChange::Remove => Ok(LogoChange::Remove),
        LogoChange::Replace(text) => {
            // A whole number of bytes takes up to four digits for each three.
            if text.len() > MOST.div_ceil(3) * 4 {
                return Err(Code::TooLarge(LOGO_KIB));
            }
            match base64::decode(&text) {
                Some(bytes) if bytes.len() > MOST => Err(Code::TooLarge(LOGO_KIB)),
                Some(bytes) if !bytes.is_empty() => Ok(LogoChange::Replace(bytes)),
                _ => Err(Code::NotAnImage),
            }
        }
    }
}

/// An organization's settings as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// Raised by each change.
    pub version: i64,
    /// The organization's id outside the database, which never changes.
    pub public_id: PublicId,
    /// The organization's name.
    pub title: String,
    /// Its name in addresses.
    pub slug: Slug,
    /// What it is, in its own words.
    pub description: String,
    /// A JSON object, written to be read.
    pub metadata: String,
    /// What it is for.
    pub environment: Environment,
    /// Its colour; none: one of the palette, by its address.
    pub colour: Option<Colour>,
    /// Its logo, if it has one.
    pub logo: Option<LogoTag>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> UpdateSettings {
        UpdateSettings {
            version: 1,
            title: "Office Inc.".to_owned(),
            slug: "office-inc".to_owned(),
            description: String::new(),
            metadata: "{}".to_owned(),
            environment: Environment::Production,
            colour: None,
            logo: LogoChange::Keep,
        }
    }

    #[test]
    fn every_choice_is_found_by_its_name() {
        for one in Environment::ALL {
            assert_eq!(Environment::from_name(one.as_str()), Some(*one));
        }
        for one in Colour::ALL {
            assert_eq!(Colour::from_name(one.as_str()), Some(*one));
            assert_eq!(serde_json::to_value(one).unwrap(), one.as_str());
        }
    }

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let wrong = UpdateSettings {
            title: String::new(),
            slug: "a b".to_owned(),
            description: "a\0b".to_owned(),
            metadata: "[]".to_owned(),
            logo: LogoChange::Replace("no base 64".to_owned()),
            ..settings()
        };
        let crate::AppError::Invalid { fields } = wrong.parse().unwrap_err() else { panic!("fields are wrong") };
        let wrong: Vec<_> = fields.iter().collect();
        assert_eq!(
            wrong,
            [
                ("description", Code::ForbiddenCharacters),
                ("logo", Code::NotAnImage),
                ("metadata", Code::NotAnObject),
                ("slug", Code::Malformed),
                ("title", Code::Required),
            ]
        );
    }

    #[test]
    fn a_picture_has_a_size() {
        let sent = |bytes: usize| LogoChange::Replace(base64::encode(&vec![0; bytes]));
        let most = usize::from(LOGO_KIB) * 1024;
        assert!(UpdateSettings { logo: sent(most), ..settings() }.parse().is_ok());
        for bytes in [most + 1, most * 2] {
            let refused = UpdateSettings { logo: sent(bytes), ..settings() }.parse().unwrap_err();
            assert_eq!(refused, crate::AppError::invalid("logo", Code::TooLarge(LOGO_KIB)));
        }
    }
}
