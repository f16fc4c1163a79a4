//! The component kit: what every screen is built of.
//!
//! It knows no feature, no server function and no language: data and texts come in as props.
//! Its look is in `style/kit/`, one file per family of components; class names follow
//! `block__part` and `block--variant`. Dynamic values never become a `style` attribute
//! (the content security policy would drop it), they become a class.

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

pub use avatar::{Avatar, palette_class, palette_class_at};
pub use badge::{Badge, Notice, Tone};
pub use brand::BrandMark;
pub use button::{Button, ButtonVariant, LinkButton};
pub use checkbox::{CheckboxGroup, Choice};
pub use confirm::ConfirmDialog;
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
