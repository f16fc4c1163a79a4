//! Doing what an entry of the registry says.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::desk::use_desk;
use crate::account::SIGN_OUT;
use crate::platform;
use crate::registry::Does;
use crate::shell::{forget_recent, use_tenant};

/// Does it, in the organization that one is in.
pub fn use_commands() -> impl Fn(Does) + Clone + Send + Sync + 'static {
    let desk = use_desk();
    let tenant = use_tenant();
    let navigate = use_navigate();
    let location = use_location();
    move |does| match does {
        Does::Within(path) => {
            let slug = tenant.with_untracked(|tenant| tenant.slug.clone());
            navigate(&format!("/t/{slug}{path}"), NavigateOptions::default());
        }
        Does::Elsewhere(path) => navigate(path, NavigateOptions::default()),
        Does::Switch => open_next(desk.switcher),
        Does::ListShortcuts => open_next(desk.shortcuts),
        Does::Search => {
            if !platform::focus_search() {
                open_next(desk.palette);
            }
        }
        Does::SignOut => {
            forget_recent();
            platform::post_form(SIGN_OUT, &[]);
        }
        Does::Prefer(name, value) => {
            let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
            let question = if search.is_empty() { "" } else { "?" };
            let back = format!("{path}{question}{}", search.trim_start_matches('?'));
            platform::post_form("/preferences", &[(name, value), ("back", &back)]);
        }
    }
}

/// With the next frame: what closes now gives the focus back first.
fn open_next(open: RwSignal<bool>) {
    request_animation_frame(move || {
        let _ = open.try_set(true);
    });
}
