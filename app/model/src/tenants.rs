//! Organizations, as the people in them see them.

use serde::{Deserialize, Serialize};

use crate::error::{Fields, Result};
use crate::ids::{IdempotencyKey, MemberId, PublicId};
use crate::invitations::PendingInvitation;
use crate::permission::PermissionSet;
use crate::settings::{Colour, Environment, LogoTag};
use crate::slug::Slug;
use crate::text::Title;

/// Makes one more organization for somebody who is signed in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreateOrganization {
    /// The organization's name.
    pub organization: String,
    /// Its name in addresses.
    pub slug: String,
    /// The same key creates once, however often it is sent.
    pub key: Option<IdempotencyKey>,
}

/// A [`CreateOrganization`] that can be carried out.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    /// The organization's name.
    pub title: Title,
    /// Its name in addresses.
    pub slug: Slug,
    /// The same key creates once.
    pub key: Option<IdempotencyKey>,
}

impl CreateOrganization {
    /// Checks name and slug.
    pub fn parse(self) -> Result<NewOrganization> {
        let mut fields = Fields::default();
        self.check(&mut fields).ok_or_else(|| fields.into())
    }

    /// Notes in `fields` what is wrong; the form of a new account checks more than this.
    pub(crate) fn check(self, fields: &mut Fields) -> Option<NewOrganization> {
        let title = fields.check("organization", Title::parse(&self.organization));
        let slug = fields.check("slug", Slug::parse(&self.slug));
        Some(NewOrganization { title: title?, slug: slug?, key: self.key })
    }
}

/// Everything that a screen needs to know to stand inside an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantView {
    /// The id that every further call names.
    pub public_id: PublicId,
    /// The organization's name in addresses.
    pub slug: Slug,
    /// The organization's name.
    pub title: String,
    /// What it is, in its own words; may be empty.
    pub description: String,
    /// What it is for: work, or trying things out.
    pub environment: Environment,
    /// Its colour; none: one of the palette, by its address.
    pub colour: Option<Colour>,
    /// Its logo, if it has one.
    pub logo: Option<LogoTag>,
    /// The caller.
    pub me: Me,
    /// What the caller may do here.
    pub permissions: PermissionSet,
    /// The number of the last event that this view and whatever is read after it already contains.
    pub upto: i64,
}

/// The caller inside an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The caller's membership.
    pub member: MemberId,
    /// The caller's name.
    pub name: String,
    /// The caller's e-mail address.
    pub email: String,
}

/// One organization of somebody who belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationView {
    /// The organization's id outside the database.
    pub public_id: PublicId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub title: String,
    /// What it is for: work, or trying things out.
    pub environment: Environment,
    /// Its colour; none: one of the palette, by its address.
    pub colour: Option<Colour>,
    /// Its logo, if it has one.
    pub logo: Option<LogoTag>,
    /// The names of the caller's roles in it.
    pub roles: Vec<String>,
}

/// Puts an organization away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveOrganization {
    /// The organization's slug, typed by whoever means it.
    pub confirmation: String,
}

/// Where somebody who is signed in can go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationsView {
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// Whether that address was shown to be the person's.
    pub email_verified: bool,
    /// The person's organizations, by name.
    pub organizations: Vec<OrganizationView>,
    /// Those that were put away and that the person may take out again, by name.
    pub archived: Vec<OrganizationView>,
    /// Invitations to that address; none are shown before it is verified.
    pub invitations: Vec<PendingInvitation>,
}
