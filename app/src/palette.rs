//! The palette and the shortcuts: every screen and action of the registry that this person may use, by a few keys.

mod commands;
mod desk;
mod dialog;
mod entries;
mod keys;
mod listing;
mod people;

pub use desk::{provide_desk, use_desk};
pub use dialog::{OpenPalette, Palette};
pub(crate) use keys::Pressed;
pub use keys::use_shortcuts;
#[cfg_attr(not(feature = "hydrate"), expect(unused_imports, reason = "only a browser hears keys"))]
pub(crate) use keys::{Held, Place};
pub use listing::ShortcutList;
