//! The settings as a form: one request saves all of it, or nothing.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::settings::{Colour, Environment, LogoChange, SettingsView, UpdateSettings};
use model::slug::Slug;
use model::text::Title;
use model::{AppError, Code};

use super::api::update_settings;
use super::logo_field::LogoField;
use crate::form::FormErrors;
use crate::kit::{
    Button, ButtonVariant, Choice, CopyField, FormError, Glyph, RadioGroup, TextArea, TextField, Toast,
    palette_class_at, use_alive, use_toasts,
};
use crate::organizations::{environment_name, palette_place};
use crate::shell::{use_departure, use_tenant_id};
use crate::text::{Text, use_text};

/// What stands in the fields, and which settings they were filled with.
#[derive(Clone, Copy)]
struct Fields {
    version: RwSignal<i64>,
    title: RwSignal<String>,
    slug: RwSignal<String>,
    description: RwSignal<String>,
    metadata: RwSignal<String>,
    environment: RwSignal<String>,
    /// Empty for none.
    colour: RwSignal<String>,
    logo: RwSignal<LogoChange<String>>,
}

impl Fields {
    fn new(settings: &SettingsView) -> Self {
        Self {
            version: RwSignal::new(settings.version),
            title: RwSignal::new(settings.title.clone()),
            slug: RwSignal::new(settings.slug.to_string()),
            description: RwSignal::new(settings.description.clone()),
            metadata: RwSignal::new(settings.metadata.clone()),
            environment: RwSignal::new(settings.environment.as_str().to_owned()),
            colour: RwSignal::new(settings.colour.map_or("", Colour::as_str).to_owned()),
            logo: RwSignal::new(LogoChange::Keep),
        }
    }

    /// As they are sent. The server parses them again; here what is wrong is found before anything is sent.
    fn typed(self) -> Result<UpdateSettings, AppError> {
        let environment = self.environment.with_untracked(|name| Environment::from_name(name));
        let input = UpdateSettings {
            version: self.version.get_untracked(),
            title: self.title.get_untracked(),
            slug: self.slug.get_untracked(),
            description: self.description.get_untracked(),
            metadata: self.metadata.get_untracked(),
            environment: environment.ok_or_else(|| AppError::invalid("environment", Code::Required))?,
            colour: self.colour.with_untracked(|name| Colour::from_name(name)),
            logo: self.logo.get_untracked(),
        };
        input.clone().parse()?;
        Ok(input)
    }
}

/// Every field, and one button.
#[component]
pub fn SettingsForm(
    /// As they were read.
    settings: SettingsView,
    /// Reads them again, and draws the form anew.
    read_again: Callback<()>,
) -> impl IntoView {
    let (t, toasts) = (use_text(), use_toasts());
    let fields = Fields::new(&settings);
    let errors = FormErrors::new();
    let logo_shown = RwSignal::new(settings.logo.clone());
    let saving = use_saving(fields, errors, settings.slug.clone(), logo_shown);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = errors.check(fields.typed()) {
            saving.dispatch(input);
        }
    };
    let stale = move || errors.is_refused_for(Code::Stale);
    // A page that is not alive would send the fields as a part of its own address, and save nothing.
    let alive = use_alive();
    let deaf = Signal::derive(move || !alive.get());
    view! {
        <form class="form settings" novalidate=true on:submit=submit>
            <FormError message=errors.form() />
            <Show when=stale>
                <Button icon=Glyph::Refresh on_click=move || read_again.run(())>{t.settings_read_again()}</Button>
            </Show>
            <TextField name="title" label=t.organization_name() required=true maxlength=Title::MAX value=fields.title error=errors.field("title") />
            <TextField
                name="slug"
                label=t.organization_slug()
                hint=t.settings_slug_hint()
                prefix="/t/"
                required=true
                maxlength=Slug::MAX
                value=fields.slug
                error=errors.field("slug")
            />
            <CopyField
                name="public-id"
                label=t.settings_public_id()
                hint=t.settings_public_id_hint()
                text=settings.public_id.to_string()
                copy_label=t.settings_public_id_copy()
                on_copied=move || toasts.push(Toast::success(t.settings_public_id_copied()))
            />
            <TextArea name="description" label=t.settings_description() rows=3 value=fields.description error=errors.field("description") />
            <LogoField tenant=settings.public_id.clone() shown=logo_shown change=fields.logo error=errors.field("logo") />
            <RadioGroup name="environment" legend=t.settings_environment() choices=environments(t) value=fields.environment inline=true error=errors.field("environment") />
            <RadioGroup name="colour" legend=t.settings_colour() choices=colours(t) value=fields.colour mark=swatch inline=true />
            <TextArea
                name="metadata"
                label=t.settings_metadata()
                hint=t.settings_metadata_hint()
                rows=8
                code=true
                value=fields.metadata
                error=errors.field("metadata")
            />
            <div class="form__actions">
                <Button variant=ButtonVariant::Primary kind="submit" icon=Glyph::Check busy=saving.pending() disabled=deaf>
                    {t.save()}
                </Button>
            </div>
        </form>
    }
}

/// Sends the form. What was saved is what the next save is compared with; nothing is drawn anew by it, except at another
/// address.
fn use_saving(
    fields: Fields,
    errors: FormErrors,
    slug: Slug,
    logo_shown: RwSignal<Option<model::settings::LogoTag>>,
) -> Action<UpdateSettings, ()> {
    let (t, tenant, toasts) = (use_text(), use_tenant_id(), use_toasts());
    let (navigate, depart) = (use_navigate(), use_departure());
    let slug = StoredValue::new(slug);
    Action::new(move |input: &UpdateSettings| {
        let answer = update_settings(tenant(), input.clone());
        let navigate = navigate.clone();
        async move {
            match answer.await {
                Ok(saved) => {
                    toasts.push(Toast::success(t.settings_saved()));
                    // The page may be gone by now.
                    let _ = fields.version.try_set(saved.version);
                    let _ = fields.logo.try_set(LogoChange::Keep);
                    let _ = logo_shown.try_set(saved.logo);
                    if slug.try_get_value().is_some_and(|before| before != saved.slug) {
                        let address = format!("/t/{}/settings", saved.slug);
                        depart(&address);
                        navigate(&address, NavigateOptions { replace: true, ..NavigateOptions::default() });
                    }
                }
                Err(error) => errors.show(error),
            }
        }
    })
}

fn environments(t: Text) -> Vec<Choice> {
    Environment::ALL.iter().map(|one| Choice::new(one.as_str(), environment_name(t, *one))).collect()
}

fn colours(t: Text) -> Vec<Choice> {
    let name = |colour: Colour| match colour {
        Colour::Teal => t.colour_teal(),
        Colour::Blue => t.colour_blue(),
        Colour::Violet => t.colour_violet(),
        Colour::Magenta => t.colour_magenta(),
        Colour::Red => t.colour_red(),
        Colour::Orange => t.colour_orange(),
        Colour::Olive => t.colour_olive(),
        Colour::Green => t.colour_green(),
    };
    let colours = Colour::ALL.iter().map(|colour| Choice::new(colour.as_str(), name(*colour)));
    std::iter::once(Choice::new("", t.colour_none())).chain(colours).collect()
}

fn swatch(colour: &str) -> Option<String> {
    let place = palette_place(Colour::from_name(colour)?);
    Some(format!("swatch {}", palette_class_at("swatch", place)))
}
