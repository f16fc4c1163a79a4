//! What an entry says: values, and what they were before.

use leptos::prelude::*;
use model::audit::{AuditDetail, AuditSaid, AuditValue};

use crate::text::{Text, use_text};

/// What an entry says, one line for each thing.
#[component]
pub fn Details(
    /// All of it.
    details: Vec<AuditDetail>,
) -> impl IntoView {
    let t = use_text();
    let line = |AuditDetail { name, said }: AuditDetail| {
        let name = t.audit_detail_name(&name);
        view! {
            <div class="audit-detail">
                {(!name.is_empty()).then(|| view! { <dt class="audit-detail__name">{name}</dt> })}
                <dd class="audit-detail__said"><Said said /></dd>
            </div>
        }
    };
    let has_any = !details.is_empty();
    let lines = details.into_iter().map(line).collect_view();
    has_any.then(|| view! { <dl class="audit-details">{lines}</dl> })
}

/// A difference keeps what stayed, strikes what went and marks what came; the words for it are heard.
#[component]
fn Said(said: AuditSaid) -> impl IntoView {
    let t = use_text();
    let (before, after) = match said {
        AuditSaid::Is(values) => (values.clone(), values),
        AuditSaid::Became { before, after } => (before, after),
    };
    let nothing = before.is_empty() && after.is_empty();
    let went = before.iter().filter(|value| !after.contains(value)).map(|value| {
        let text = t.audit_value(value);
        view! { <del class="audit-value audit-value--went"><span class="visually-hidden">{t.audit_removed()} " "</span><bdi>{text}</bdi></del> }
    });
    let went = went.collect_view();
    let is = after.iter().map(|value| {
        let text = t.audit_value(value);
        if before.contains(value) {
            view! { <span class="audit-value"><bdi>{text}</bdi></span> }.into_any()
        } else {
            view! { <ins class="audit-value audit-value--came"><span class="visually-hidden">{t.audit_added()} " "</span><bdi>{text}</bdi></ins> }
                .into_any()
        }
    });
    let is = is.collect_view();
    view! {
        {went}
        {is}
        {nothing.then(|| t.audit_empty_value())}
    }
}

impl Text {
    fn audit_value(self, value: &AuditValue) -> String {
        match value {
            AuditValue::Text(text) => text.clone(),
            AuditValue::Role(name) => self.role_name(name),
            AuditValue::Gone(id) => self.audit_gone(id.split('-').next().unwrap_or_default()),
        }
    }

    /// What a thing is called; one without a name of its own is called as the log calls it.
    fn audit_detail_name(self, name: &str) -> String {
        match name {
            "" => String::new(),
            "roles" => self.roles().to_owned(),
            "email" => self.member_email().to_owned(),
            "slug" => self.audit_slug().to_owned(),
            "reason" => self.audit_reason().to_owned(),
            "operator" => self.audit_operator().to_owned(),
            "operator_id" => self.audit_operator_id().to_owned(),
            "message" => self.audit_message().to_owned(),
            "batch" => self.audit_batch().to_owned(),
            "undoes" => self.audit_undoes().to_owned(),
            "members" => self.members_title().to_owned(),
            "query" => self.audit_query().to_owned(),
            "invitation" => self.audit_invitation().to_owned(),
            "title" => self.organization_name().to_owned(),
            "description" => self.settings_description().to_owned(),
            "environment" => self.settings_environment().to_owned(),
            "colour" => self.settings_colour().to_owned(),
            "logo" => self.settings_logo().to_owned(),
            "metadata" => self.settings_metadata().to_owned(),
            name => name.replace('_', " "),
        }
    }
}
