//! Waiting and failing, once for every screen.

use leptos::prelude::*;
use model::AppError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::failure::Sentences as _;
use crate::kit::{Failed, Forbidden, Skeleton, SkeletonShape};
use crate::text::use_text;

/// Draws what a resource holds: a skeleton while it is on its way, and why it failed if it did, with a way to retry.
/// While it is read again, what was there before stays.
#[component]
pub fn Load<T, V>(
    /// What is waited for.
    resource: Resource<Result<T, AppError>>,
    /// The shape of what will come.
    #[prop(optional)]
    skeleton: SkeletonShape,
    /// Draws it.
    children: fn(T) -> V,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    V: IntoView + 'static,
{
    let t = use_text();
    let draw = move || {
        Suspend::new(async move {
            match resource.await {
                Ok(value) => children(value).into_any(),
                Err(error) => view! { <Failure error on_retry=move |()| resource.refetch() /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=move || view! { <Skeleton label=t.loading() shape=skeleton /> }>{draw}</Transition> }
}

/// Why something could not be shown.
#[component]
pub fn Failure(
    /// What went wrong.
    error: AppError,
    /// Tries again.
    #[prop(into, optional)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let t = use_text();
    let sentence = t.of_error(&error);
    match error {
        AppError::PermissionDenied { .. } => view! { <Forbidden title=t.forbidden_title() text=sentence /> }.into_any(),
        error => {
            let request_id = match error {
                AppError::Internal { request_id } if !request_id.is_empty() => Some(request_id),
                _ => None,
            };
            let (title, request, retry) = (t.failed_title(), t.failed_request(), t.failed_retry());
            view! { <Failed title text=sentence request_label=request request_id retry_label=retry on_retry /> }
                .into_any()
        }
    }
}
