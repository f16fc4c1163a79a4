//! A page of the log together with what was asked for.

use model::AppError;
use model::audit::{AuditPage, ListAudit};
use model::ids::PublicId;
use serde::{Deserialize, Serialize};

use super::api::list_entries;

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// What was asked for.
    pub asked: ListAudit,
    /// What was found.
    pub page: AuditPage,
}

impl Listed {
    /// Asks the server.
    pub async fn read(tenant: PublicId, asked: ListAudit) -> Result<Self, AppError> {
        let page = list_entries(tenant, asked.clone()).await?;
        Ok(Self { asked, page })
    }
}
