//! `dialplan show`: numbers, patterns and includes of each context, as Asterisk prints them.

use serde::Deserialize;

use crate::print::count;

/// Who made the dialplan; Asterisk names its module here.
const CREATOR: &str = "strowger";

/// One context.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Context {
    context: String,
    extensions: Vec<Entry>,
    includes: Vec<String>,
}

/// One number or pattern.
#[derive(Clone, Debug, Deserialize)]
struct Entry {
    extension: String,
    /// In Asterisk's words.
    application: String,
    /// The noun that it comes from.
    registrar: String,
}

/// Prints every context, and how much there is.
pub(super) fn print(contexts: &[Context]) -> String {
    let entries = contexts.iter().map(|context| context.extensions.len()).sum();
    let priorities = if entries == 1 { "priority" } else { "priorities" };
    let text: String = contexts.iter().map(context).collect();
    format!(
        "{text}-= {} ({entries} {priorities}) in {}. =-\n",
        count(entries, "extension"),
        count(contexts.len(), "context")
    )
}

fn context(context: &Context) -> String {
    let mut out = format!("[ Context '{}' created by '{CREATOR}' ]\n", context.context);
    for Entry { extension, application, registrar } in &context.extensions {
        let (key, step) = (format!("'{extension}' =>"), format!("1. {application}"));
        out.push_str(&format!("  {key:<17} {step:<45} [{registrar}]\n"));
    }
    for include in &context.includes {
        let include = format!("'{include}'");
        out.push_str(&format!("  Include =>        {include:<45} [{CREATOR}]\n"));
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_context_shows_numbers_patterns_and_includes() {
        let contexts: Vec<Context> = serde_json::from_value(json!([
            {"context": "default", "includes": ["to-extern"], "extensions": [
                {"extension": "201", "application": "Dial(SIP/alice)", "registrar": "line alice"}]},
            {"context": "to-extern", "includes": [], "extensions": [
                {"extension": "_**99.", "application": "Dial(SIP/xivo-trunk/${EXTEN:4})",
                 "registrar": "outgoing call to-b"}]}
        ]))
        .unwrap();
        insta::assert_snapshot!(print(&contexts), @r"
        [ Context 'default' created by 'strowger' ]
          '201' =>          1. Dial(SIP/alice)                            [line alice]
          Include =>        'to-extern'                                   [strowger]

        [ Context 'to-extern' created by 'strowger' ]
          '_**99.' =>       1. Dial(SIP/xivo-trunk/${EXTEN:4})            [outgoing call to-b]

        -= 2 extensions (2 priorities) in 2 contexts. =-
        ");
    }
}
