//! Waiting and failing, once for every screen.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use model::AppError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::failure::Sentences as _;
use crate::kit::{Button, Failed, Forbidden, Glyph, Notice, Skeleton, SkeletonShape, Tone};
use crate::platform;
use crate::text::use_text;

/// What one may not see is not asked for: then there is nothing.
pub async fn if_allowed<T: Default>(
    allowed: bool,
    answer: impl Future<Output = Result<T, AppError>>,
) -> Result<T, AppError> {
    if allowed { answer.await } else { Ok(T::default()) }
}

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
                // Drawn once only, however often the server walks through what is ready.
                Ok(value) => Unsuspend::new(move || children(value)).into_any(),
                Err(error) => view! { <Failure error on_retry=move |()| resource.refetch() /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=move || view! { <Skeleton label=t.loading() shape=skeleton /> }>{draw}</Transition> }
}

/// Like [`Load`], for what people look at while it is read again: `children` draw once and follow the signal, so that
/// the focus, an open menu and typed text stay where they are.
///
/// When it cannot be read again, what was there stays too, and a notice says so; unless the refusal means that it is
/// not to be seen any more.
#[component]
pub fn Follow<T, V, F>(
    /// What is waited for.
    resource: Resource<Result<T, AppError>>,
    /// The shape of what will come.
    #[prop(optional)]
    skeleton: SkeletonShape,
    /// Draws it.
    children: F,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static,
    V: IntoView + 'static,
    F: Fn(Signal<T>) -> V + Send + Sync + 'static,
{
    let t = use_text();
    view! {
        <Transition fallback=move || view! { <Skeleton label=t.loading() shape=skeleton /> }>
            <Followed resource draw=children />
        </Transition>
    }
    .into_any()
}

/// A component of its own, because the resource must be read under the [`Transition`].
#[component]
fn Followed<T, V, F>(resource: Resource<Result<T, AppError>>, draw: F) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static,
    V: IntoView + 'static,
    F: Fn(Signal<T>) -> V + Send + Sync + 'static,
{
    let latest = platform::remembered(move |before: Option<&Latest<T>>| Latest::after(before, resource.get()));
    let there = platform::remembered(move |_| latest.with(|latest| latest.value.is_some()));
    let draw = Arc::new(draw);
    let value = move || {
        let draw = Arc::clone(&draw);
        let first = there.get().then(|| latest.with_untracked(|latest| latest.value.clone())).flatten()?;
        let value = Memo::new(move |before: Option<&T>| {
            let now = latest.with(|latest| latest.value.clone());
            now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        });
        // Drawn once only, however often the server walks through what is ready.
        Some(Unsuspend::new(move || draw(value.into())))
    };
    let error = move || {
        let error = latest.with(|latest| latest.error.clone())?;
        let retry = move || resource.refetch();
        let stale = there.get();
        Some(if stale {
            view! { <Stale error on_retry=retry /> }.into_any()
        } else {
            view! { <Failure error on_retry=retry /> }.into_any()
        })
    };
    view! {
        {error}
        {value}
    }
}

/// What was read last, and why reading it again failed if it did.
#[derive(Clone, PartialEq)]
struct Latest<T> {
    value: Option<T>,
    error: Option<AppError>,
}

impl<T: Clone> Latest<T> {
    fn after(before: Option<&Self>, answer: Option<Result<T, AppError>>) -> Self {
        let kept = before.and_then(|before| before.value.clone());
        match answer {
            None => Self { value: kept, error: None },
            Some(Ok(value)) => Self { value: Some(value), error: None },
            Some(Err(error)) => Self { value: kept.filter(|_| is_passing(&error)), error: Some(error) },
        }
    }
}

/// Whether the refusal says nothing of what one may see.
fn is_passing(error: &AppError) -> bool {
    matches!(error, AppError::Unavailable | AppError::RateLimited { .. } | AppError::Internal { .. })
}

/// What is shown could not be read again.
#[component]
fn Stale(error: AppError, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let t = use_text();
    view! {
        <Notice tone=Tone::Warning>
            <p>{t.stale()} " " {t.of_error(&error)}</p>
            <Button small=true icon=Glyph::Refresh on_click=move || on_retry.run(())>{t.failed_retry()}</Button>
        </Notice>
    }
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

texts! {
    stale {
        en: "What you see may be out of date.",
        de: "Was Sie sehen, ist möglicherweise nicht mehr aktuell.",
        ar: "قد يكون ما تراه قديمًا."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(before: &[Result<i32, AppError>]) -> Latest<i32> {
        let start = Latest::after(None, None);
        before.iter().fold(start, |latest, answer| Latest::after(Some(&latest), Some(answer.clone())))
    }

    #[test]
    fn what_was_read_stays_while_it_cannot_be_read_again() {
        for error in [AppError::Unavailable, AppError::RateLimited { retry_after: 30 }, AppError::internal()] {
            let latest = after(&[Ok(1), Err(error.clone())]);
            assert_eq!((latest.value, latest.error), (Some(1), Some(error)));
        }
        let latest = after(&[Ok(1), Err(AppError::Unavailable), Ok(2)]);
        assert_eq!((latest.value, latest.error), (Some(2), None));
    }

    #[test]
    fn what_one_may_no_longer_see_goes() {
        for error in [AppError::Unauthenticated, AppError::NotFound] {
            assert_eq!(after(&[Ok(1), Err(error)]).value, None);
        }
    }
}
