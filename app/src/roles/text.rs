//! What this feature says.

use model::roles::DefaultRole;

use crate::text::Text;

impl Text {
    /// A role's name; those that every organization starts with have one in every language.
    pub fn role_name(self, name: &str) -> String {
        match DefaultRole::from_name(name) {
            Some(DefaultRole::Admin) => self.role_admin().to_owned(),
            Some(DefaultRole::Editor) => self.role_editor().to_owned(),
            Some(DefaultRole::Viewer) => self.role_viewer().to_owned(),
            None => name.to_owned(),
        }
    }

    /// Several roles' names, as a list.
    pub fn role_names(self, names: &[String]) -> String {
        let names: Vec<String> = names.iter().map(|name| self.role_name(name)).collect();
        names.join(self.list_comma())
    }

    /// What a role that every organization starts with is for.
    pub(super) fn role_hint(self, name: &str) -> Option<&'static str> {
        DefaultRole::from_name(name).map(|role| match role {
            DefaultRole::Admin => self.role_admin_hint(),
            DefaultRole::Editor => self.role_editor_hint(),
            DefaultRole::Viewer => self.role_viewer_hint(),
        })
    }
}

texts! {
    roles { en: "Roles", de: "Rollen", ar: "الأدوار" }
    role_admin { en: "Admin", de: "Admin", ar: "مدير" }
    role_admin_hint {
        en: "May do everything in this organization.",
        de: "Darf in dieser Organisation alles.",
        ar: "يستطيع فعل كل شيء في هذه المؤسسة."
    }
    role_editor { en: "Editor", de: "Bearbeiter", ar: "محرِّر" }
    role_editor_hint {
        en: "Works with the organization's data.",
        de: "Arbeitet mit den Daten der Organisation.",
        ar: "يعمل على بيانات المؤسسة."
    }
    role_viewer { en: "Viewer", de: "Leser", ar: "مُطالِع" }
    role_viewer_hint {
        en: "Reads the organization's data.",
        de: "Liest die Daten der Organisation.",
        ar: "يقرأ بيانات المؤسسة."
    }
    list_comma { en: ", ", de: ", ", ar: "، " }
    role_required {
        en: "Choose at least one role.",
        de: "Wählen Sie mindestens eine Rolle aus.",
        ar: "اختر دورًا واحدًا على الأقل."
    }
    role_not_assignable {
        en: "Allows more than you may do yourself, so you cannot give or take it.",
        de: "Erlaubt mehr, als Sie selbst dürfen. Daher können Sie diese Rolle weder vergeben noch entziehen.",
        ar: "يسمح بأكثر مما يُسمح لك به، فلا تستطيع منحه أو سحبه."
    }
}
