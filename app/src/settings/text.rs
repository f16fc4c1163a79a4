//! What this feature says.

texts! {
    settings_title { en: "Settings", de: "Einstellungen", ar: "الإعدادات" }
    settings_text {
        en: "What this organization says of itself, to everybody in it.",
        de: "Was diese Organisation allen, die zu ihr gehören, über sich sagt.",
        ar: "ما تقوله هذه المؤسسة عن نفسها لكل من فيها."
    }
    settings_saved { en: "The settings are saved.", de: "Die Einstellungen sind gespeichert.", ar: "حُفظت الإعدادات." }
    settings_read_again {
        en: "Show the settings as they are now",
        de: "Die jetzigen Einstellungen anzeigen",
        ar: "اعرض الإعدادات كما هي الآن"
    }
    settings_slug_hint {
        en: "Small letters, digits and hyphens. Links with the old address go on working.",
        de: "Kleine Buchstaben, Ziffern und Bindestriche. Links mit der alten Adresse funktionieren weiter.",
        ar: "أحرف لاتينية صغيرة وأرقام وشرطات. تبقى الروابط بالعنوان القديم صالحة."
    }
    settings_public_id { en: "Public id", de: "Öffentliche Kennung", ar: "المعرّف العام" }
    settings_public_id_copy { en: "Copy the public id", de: "Öffentliche Kennung kopieren", ar: "نسخ المعرّف العام" }
    settings_public_id_copied {
        en: "The public id was copied.",
        de: "Die öffentliche Kennung wurde kopiert.",
        ar: "نُسخ المعرّف العام."
    }
    settings_public_id_hint {
        en: "Programs name the organization by it. It never changes.",
        de: "Mit ihr benennen Programme die Organisation. Sie ändert sich nie.",
        ar: "تسمّي به البرامجُ المؤسسة، ولا يتغيّر أبدًا."
    }
    settings_description { en: "Description", de: "Beschreibung", ar: "الوصف" }
    settings_logo { en: "Logo", de: "Logo", ar: "الشعار" }
    settings_logo_hint(most: u16) {
        en: "PNG or WebP, at most {most} KiB.",
        de: "PNG oder WebP, höchstens {most} KiB.",
        ar: "‏PNG أو WebP، ‏{most} كيلوبايت على الأكثر."
    }
    settings_logo_remove { en: "Remove the logo", de: "Logo entfernen", ar: "إزالة الشعار" }
    settings_logo_comes {
        en: "The new logo is shown when you have saved.",
        de: "Das neue Logo erscheint, sobald Sie gespeichert haben.",
        ar: "يظهر الشعار الجديد بعد الحفظ."
    }
    settings_logo_goes {
        en: "The logo is gone when you have saved.",
        de: "Das Logo ist weg, sobald Sie gespeichert haben.",
        ar: "يُزال الشعار بعد الحفظ."
    }
    settings_environment { en: "Environment", de: "Umgebung", ar: "البيئة" }
    settings_colour { en: "Colour", de: "Farbe", ar: "اللون" }
    colour_none { en: "By the address", de: "Nach der Adresse", ar: "بحسب العنوان" }
    colour_teal { en: "Teal", de: "Petrol", ar: "فيروزي" }
    colour_blue { en: "Blue", de: "Blau", ar: "أزرق" }
    colour_violet { en: "Violet", de: "Violett", ar: "بنفسجي" }
    colour_magenta { en: "Magenta", de: "Magenta", ar: "أرجواني" }
    colour_red { en: "Red", de: "Rot", ar: "أحمر" }
    colour_orange { en: "Orange", de: "Orange", ar: "برتقالي" }
    colour_olive { en: "Olive", de: "Oliv", ar: "زيتوني" }
    colour_green { en: "Green", de: "Grün", ar: "أخضر" }
    settings_metadata { en: "Metadata", de: "Metadaten", ar: "البيانات الوصفية" }
    settings_metadata_hint {
        en: "A JSON object: department, cost centre, whatever programs should find.",
        de: "Ein JSON-Objekt: Abteilung, Kostenstelle, was immer Programme finden sollen.",
        ar: "كائن JSON: القسم، مركز التكلفة، وكل ما ينبغي أن تجده البرامج."
    }
    archive_title { en: "Archive this organization", de: "Diese Organisation archivieren", ar: "أرشفة هذه المؤسسة" }
    archive_text {
        en: "Nobody can go into it any more, and nothing of it is lost. Its administrators find it among their organizations, and can restore it.",
        de: "Niemand kann sie mehr betreten, und nichts geht verloren. Ihre Administration findet sie unter ihren Organisationen und kann sie wiederherstellen.",
        ar: "لن يستطيع أحد دخولها، ولا يُفقد منها شيء. يجدها مديروها بين مؤسساتهم ويستطيعون استعادتها."
    }
    archive_action { en: "Archive", de: "Archivieren", ar: "أرشفة" }
    archive_confirm {
        en: "To confirm, type the organization's address:",
        de: "Geben Sie zur Bestätigung die Adresse der Organisation ein:",
        ar: "للتأكيد، اكتب عنوان المؤسسة:"
    }
}
