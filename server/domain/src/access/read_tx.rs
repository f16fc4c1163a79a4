//! A transaction in one tenant that only reads, whoever's it is: a member's, or an operator's who looks.

use std::marker::PhantomData;

use model::ids::{MemberId, TenantId};
use model::permission::PermissionSet;
use sqlx::PgConnection;

use super::connection::Opened;

/// A transaction in one tenant, under permission `P`. There is no way to commit it: dropped, it is rolled back.
pub struct ReadTx<'c, P> {
    opened: Opened<'c>,
    tenant: TenantId,
    member: Option<MemberId>,
    permissions: PermissionSet,
    permit: PhantomData<P>,
}

impl<'c, P> ReadTx<'c, P> {
    pub(super) fn new(
        opened: Opened<'c>,
        tenant: TenantId,
        member: Option<MemberId>,
        permissions: PermissionSet,
    ) -> Self {
        Self { opened, tenant, member, permissions, permit: PhantomData }
    }

    /// The tenant: every statement says so.
    pub(crate) fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Where statements go.
    pub(crate) fn sql(&mut self) -> &mut PgConnection {
        self.opened.sql()
    }

    /// The member who calls; an operator is none.
    pub(crate) fn reading_member(&self) -> Option<MemberId> {
        self.member
    }

    /// All that the caller may do here.
    pub(crate) fn permissions(&self) -> PermissionSet {
        self.permissions
    }

    /// The same transaction for a while, under another permission: whoever lends it has checked that.
    pub(super) fn lend<Q>(&mut self) -> ReadTx<'_, Q> {
        ReadTx::new(self.opened.lend(), self.tenant, self.member, self.permissions)
    }

    /// What is under it, for the door that can end it otherwise.
    pub(super) fn into_opened(self) -> Opened<'c> {
        self.opened
    }
}
