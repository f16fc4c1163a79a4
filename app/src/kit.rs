//! The component kit: what every screen is built of.
//!
//! It knows no feature, no server function and no language: data and texts come in as props.
//! Its look is in `style/kit/`, one file per family of components; class names follow
//! `block__part` and `block--variant`. Dynamic values never become a `style` attribute
//! (the content security policy would drop it), they become a class.

mod alive;
mod avatar;
mod badge;
mod brand;
#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
#[path = "kit/browser_absent.rs"]
mod browser;
mod button;
mod checkbox;
mod confirm;
mod copy;
mod dialog;
mod drawer;
mod field;
mod icon;
mod menu;
mod page_header;
mod password;
mod picker;
mod popup;
mod radio;
mod select;
mod skeleton;
mod states;
mod table;
mod text;
mod time;
mod toast;

pub use alive::use_alive;
pub use avatar::{Avatar, palette_class, palette_class_at};
pub use badge::{Badge, Notice, Tone};
pub use brand::BrandMark;
pub use button::{Button, ButtonVariant, LinkButton};
pub use checkbox::{CheckboxGroup, Choice};
pub use confirm::ConfirmDialog;
pub use copy::CopyField;
pub use dialog::Dialog;
pub use drawer::{Drawer, DrawerButton};
pub use field::FormError;
pub use icon::{Glyph, Icon};
pub use menu::{Menu, MenuHeading, MenuItem, MenuLink};
pub use page_header::PageHeader;
pub use password::PasswordField;
pub use picker::{Pick, Picker};
pub use popup::Popup;
pub use radio::RadioGroup;
pub use select::Select;
pub use skeleton::{Skeleton, SkeletonShape};
pub use states::{Empty, Failed, Forbidden};
pub use table::{Cell, Column, Order, Row, SortColumn, Table, TableBody, TableHead};
pub use text::{SearchField, TextArea, TextField};
pub use time::{Time, TimeForm};
pub use toast::{Toast, ToastQueue, Toasts, provide_toasts, use_toasts};

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// What is put onto a component from outside is lost when the component is drawn again in its place
    /// (docs/decisions/0018).
    #[test]
    fn no_component_is_given_an_event_from_outside() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        let (mut files, mut found) = (0, Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                files += 1;
                let source = std::fs::read_to_string(&path).unwrap();
                for (at, _) in source.match_indices(" on:") {
                    let (before, event) = source.split_at(at);
                    let is_event = event[4..].starts_with(|first: char| first.is_ascii_lowercase());
                    if is_event && is_in_component(before) {
                        found.push(format!("{}: {event:.40}", path.display()));
                    }
                }
            }
        }
        assert!(files > 100, "{files} files");
        assert_eq!(found, [] as [String; 0]);
    }

    /// Whether the last tag that began is a component's: its name begins with a capital.
    fn is_in_component(before: &str) -> bool {
        let names = before.rmatch_indices('<').map(|(at, _)| &before[at + 1..]);
        let mut tags = names.filter(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()));
        tags.next().is_some_and(|name| name.starts_with(|first: char| first.is_ascii_uppercase()))
    }
}
