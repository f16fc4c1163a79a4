//! An organization for tests of what is drawn around its pages.

use model::ids::{MemberId, PublicId};
use model::permission::PermissionSet;
use model::settings::Environment;
use model::slug::Slug;
use model::tenants::{Me, TenantView};
use uuid::Uuid;

/// One in which the caller may do this.
pub fn bricks(permissions: PermissionSet) -> TenantView {
    TenantView {
        public_id: PublicId::from_bits(1),
        slug: Slug::parse("bricks").unwrap(),
        title: "Bricks".to_owned(),
        description: String::new(),
        environment: Environment::Production,
        colour: None,
        logo: None,
        me: Me { member: MemberId(Uuid::nil()), name: String::new(), email: String::new() },
        permissions,
        upto: 0,
    }
}
