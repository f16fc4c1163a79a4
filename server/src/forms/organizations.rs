//! One more organization.

use axum::response::Response;
use domain::tenants;
use model::AppError;
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
