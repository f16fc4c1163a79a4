//! The list of members as a file. That it was taken along is in the log before the first row leaves.

use model::ids::PublicId;
use model::members::{ListMembers, MemberPage, MemberView};
use model::permission::member;
use serde_json::json;

use super::filter;
use crate::access::{Actor, TenantTx};
use crate::audit::{Change, Entry};
use crate::error::Result;
use crate::{csv, tenants};

/// How many members are read at once.
const AT_ONCE: usize = 10 * MemberPage::SIZE;

/// The file's columns in the reader's language, whose words `app` has. What a spreadsheet could take for a formula is seen to
/// here.
pub struct MemberColumns {
    /// What stands above each.
    pub heads: [&'static str; 7],
    /// What stands in each for a member.
    pub cells: MemberCells,
}

/// How a member is written into the file's columns.
pub type MemberCells = Box<dyn Fn(&MemberView) -> [String; 7] + Send + Sync>;

/// A file on its way. Each piece asks anew whether the caller may have it, and none holds a connection while a slow client
/// reads.
pub struct MemberExport {
    actor: Actor,
    tenant: PublicId,
    query: ListMembers,
    columns: MemberColumns,
    is_begun: bool,
    is_over: bool,
}

/// Begins to write the list at this address as the query shows it, whatever page it names.
pub async fn export_members(
    actor: &Actor,
    slug: &str,
    query: ListMembers,
    columns: MemberColumns,
) -> Result<MemberExport> {
    let query = ListMembers { after: None, ..query };
    let tenant = tenants::find_by_slug(actor, slug).await?;
    let mut conn = actor.enter(&tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Export> = conn.begin().await?;
    let members = filter::count(&mut tx, &query, i64::MAX).await?;
    let id = tx.tenant();
    let details = json!({ "members": members, "query": query });
    let entry = Entry { action: "member.exported", resource: id.into(), details };
    tx.commit(Change::unheard(entry)).await?;
    Ok(MemberExport { actor: actor.clone(), tenant, query, columns, is_begun: false, is_over: false })
}

impl MemberExport {
    /// The next piece of the file; none at its end.
    pub async fn next(&mut self) -> Result<Option<String>> {
        if self.is_over {
            return Ok(None);
        }
        let mut conn = self.actor.enter(&self.tenant).await?.connect().await?;
        let mut tx: TenantTx<'_, member::Export> = conn.read().await?;
        let members = filter::behind(&mut tx, &self.query, AT_ONCE).await?;
        self.is_over = members.len() < AT_ONCE;
        self.query.after = members.last().map(|last| filter::cursor(self.query.sort, last)).transpose()?;
        let mut piece = String::new();
        if !std::mem::replace(&mut self.is_begun, true) {
            piece.push_str(csv::MARK);
            piece.push_str(&csv::row(self.columns.heads));
        }
        for member in &members {
            let cells = (self.columns.cells)(member);
            piece.push_str(&csv::row(cells.iter().map(String::as_str)));
        }
        Ok(Some(piece))
    }
}
