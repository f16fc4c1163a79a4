//! Tables as files for spreadsheets (RFC 4180), in UTF-8 with the mark by which Excel knows it.

/// What stands before the first row.
pub(crate) const MARK: &str = "\u{feff}";

/// One row, with its end.
pub(crate) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<_> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

/// A cell in quotation marks. One that a spreadsheet would take for a formula gets an apostrophe before it, by which it is
/// text (OWASP, CSV injection).
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let apostrophe = if is_formula { "'" } else { "" };
    format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            let hostile = format!("{start}HYPERLINK(\"https://evil.example\")");
            assert!(cell(&hostile).starts_with(&format!("\"'{start}")), "{start:?}");
        }
        assert_eq!(cell("Ada = Lovelace"), "\"Ada = Lovelace\"");
        assert_eq!(cell(""), "\"\"");
    }

    #[test]
    fn what_ends_a_cell_or_a_row_is_within_quotation_marks() {
        assert_eq!(row(["a,b", "say \"hi\"", "one\r\ntwo"]), "\"a,b\",\"say \"\"hi\"\"\",\"one\r\ntwo\"\r\n");
    }
}
