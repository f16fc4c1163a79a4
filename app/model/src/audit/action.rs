//! What can stand in a log. Sentences for people are in `app`, one for each.

macro_rules! actions {
    ($($(#[$doc:meta])* $list:ident { $($action:ident $text:literal;)+ })+) => {
        /// Whatever can stand in a log: `kind.what_happened`, in the past. A change that is not in this list fails a test.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = concat!("`", $text, "`.")] $action,)+)+
        }

        impl Action {
            $($(#[$doc])* pub const $list: &[Self] = &[$(Self::$action,)+];)+

            /// The action as it stands in the log.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$action => $text,)+)+
                }
            }

            /// The action of this name. A newer version of the program may have written others.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($($text => Some(Self::$action),)+)+
                    _ => None,
                }
            }
        }
    };
}

actions! {
    /// What stands in an organization's log.
    OF_TENANTS {
        TenantCreated "tenant.created";
        TenantEntered "tenant.entered";
        MemberJoined "member.joined";
        MemberRolesChanged "member.roles_changed";
        MemberRemoved "member.removed";
        MemberRestored "member.restored";
        InvitationCreated "invitation.created";
        InvitationRevoked "invitation.revoked";
        TenantUpdated "tenant.updated";
        TenantArchived "tenant.archived";
        TenantSuspended "tenant.suspended";
        TenantRestored "tenant.restored";
        TenantEnteredByOperator "tenant.entered_by_operator";
        MemberLeft "member.left";
        MemberSuspended "member.suspended";
        MemberReinstated "member.reinstated";
        MemberProfileChanged "member.profile_changed";
        MemberExported "member.exported";
        InvitationResent "invitation.resent";
    }
    /// What stands in the platform's log alone.
    OF_THE_PLATFORM {
        AccountCreated "account.created";
        AccountVerificationSent "account.verification_sent";
        AccountEmailVerified "account.email_verified";
        AccountSignedIn "account.signed_in";
        AccountSignInRefused "account.sign_in_refused";
        AccountSignedOut "account.signed_out";
        AccountPasswordReset "account.password_reset";
        OperatorCreated "operator.created";
        OperatorPasswordReset "operator.password_reset";
        OperatorSignedIn "operator.signed_in";
        OperatorSignInRefused "operator.sign_in_refused";
        OperatorSignedOut "operator.signed_out";
        PlatformTenantsListed "platform.tenants_listed";
        PlatformMailsRead "platform.mails_read";
        AccountRenamed "account.renamed";
        AccountEmailChangeAsked "account.email_change_asked";
        AccountEmailChanged "account.email_changed";
        AccountPasswordResetAsked "account.password_reset_asked";
        AccountPasswordChanged "account.password_changed";
        AccountPasswordRefused "account.password_refused";
        AccountSessionRevoked "account.session_revoked";
        AccountSessionsRevoked "account.sessions_revoked";
        PlatformPeopleListed "platform.people_listed";
        PlatformTenantSuspended "platform.tenant_suspended";
        PlatformTenantRestored "platform.tenant_restored";
    }
}

impl Action {
    /// Of what kind the thing is to which it happened.
    pub fn kind(self) -> &'static str {
        self.as_str().split('.').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::EventKind;

    #[test]
    fn every_event_is_an_action_of_an_organization_s_log() {
        for kind in EventKind::ALL {
            let action = Action::from_name(kind.as_str());
            assert!(action.is_some_and(|action| Action::OF_TENANTS.contains(&action)), "{}", kind.as_str());
        }
    }

    #[test]
    fn an_action_is_found_by_its_name_and_has_a_kind() {
        for action in Action::OF_TENANTS.iter().chain(Action::OF_THE_PLATFORM) {
            assert_eq!(Action::from_name(action.as_str()), Some(*action));
            assert!(action.as_str().starts_with(&format!("{}.", action.kind())), "{action:?}");
        }
        assert_eq!(Action::from_name("member.vanished"), None);
    }
}
