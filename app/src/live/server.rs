//! The server's half: a page that is being rendered hears nothing.

use leptos::prelude::*;
use model::ids::PublicId;

use super::Live;

pub(super) fn follow(_live: Live, _tenant: PublicId, _upto: i64, _access_changed: Callback<()>) {}
