//! One more organization, and one that is taken out again.

use axum::response::Response;
use domain::tenants;
use model::AppError;
use model::ids::PublicId;
use model::tenants::CreateOrganization;

use super::Posted;

/// Makes it and leads into it.
pub async fn create(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    let created = match posted.input::<CreateOrganization>() {
        Ok(input) => visitor.as_person(|actor| async move { tenants::create_organization(&actor, input).await }).await,
        Err(error) => Err(error),
    };
    match created {
        Ok(slug) => posted.lead_to(&format!("/t/{slug}")),
        Err(AppError::Unauthenticated) => posted.lead_to("/sign-in?next=/organizations/new"),
        Err(error) => posted.refused("/organizations/new", error).await,
    }
}

/// Takes an organization out again that was put away, and leads into it.
pub async fn restore(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    // What is no id of ours is one that nobody has; whoever is not signed in is told that first.
    let tenant = PublicId::try_from(posted.field("tenant").to_owned());
    let restored = visitor.as_person(|actor| async move {
        match tenant {
            Ok(tenant) => tenants::restore_organization(&actor, &tenant).await,
            Err(_) => Err(AppError::NotFound.into()),
        }
    });
    match restored.await {
        Ok(slug) => posted.lead_to(&format!("/t/{slug}")),
        Err(AppError::Unauthenticated) => posted.lead_to("/sign-in?next=/organizations"),
        Err(error) => posted.refused("/organizations?choose", error).await,
    }
}
