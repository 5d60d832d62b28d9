//! `sounds ...`: the files that callers hear.

use std::{fs::File, path::Path};

use serde_json::Value;

use crate::{
    answer::{Answer, Failure},
    args::Sounds,
    client::escape,
    print::{Table, cell_of, duration},
    session::Session,
};

/// What a sound file is sent as.
const WAV: &str = "audio/wav";

/// Does one verb.
pub(crate) fn run(session: &Session, command: &Sounds) -> Answer {
    match command {
        Sounds::List => Ok(session.listing(session.client.list("sounds")?, table)),
        Sounds::Upload { file, name, replace } => upload(session, file, name.as_deref(), *replace),
        Sounds::Delete { name } => {
            session.client.delete(&format!("sounds/{}", escape(name)))?;
            Ok(format!("sound {name} deleted\n").into())
        }
    }
}

fn upload(session: &Session, file: &Path, name: Option<&str>, replace: bool) -> Answer {
    let stem = file.file_stem().and_then(|stem| stem.to_str());
    let Some(name) = name.or(stem) else {
        return Err(Failure::Usage(format!(
            "{} has no name that can be kept: give --name NAME",
            file.display()
        )));
    };
    let opened = File::open(file).map_err(Failure::io(format!("cannot read {}", file.display())))?;
    let path = format!("sounds?name={}&replace={replace}", escape(name));
    let kept = session.client.upload(&path, WAV, None, opened)?;
    session.formed(kept, |kept| {
        let plays = kept.get("duration_ms").and_then(Value::as_u64).map(duration).unwrap_or_default();
        Ok(format!("sound {} kept, {plays}\n", cell_of(&kept, "name")))
    })
}

fn table(items: &[Value]) -> Table {
    let mut table = Table::new(&["name", "plays", "rate", "used by"]);
    for sound in items {
        let used: Vec<String> = sound["used_by"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|user| format!("{} {}", cell_of(user, "noun").replace('_', " "), cell_of(user, "name")))
            .collect();
        let plays = match sound["duration_ms"].as_u64() {
            None | Some(0) => "cannot be played".to_owned(),
            Some(ms) => duration(ms),
        };
        let rate = format!("{} Hz", cell_of(sound, "rate_hz"));
        table.row([cell_of(sound, "name"), plays, rate, used.join(", ")]);
    }
    table
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        client::fake::{folder, ok, server, session},
        print::Style,
    };

    #[test]
    fn sounds_are_listed_with_what_leads_to_them() {
        let sounds = [
            json!({"name": "welcome", "duration_ms": 2500, "rate_hz": 8000,
                   "used_by": [{"noun": "incoming_call", "id": 4, "name": "101"}]}),
            json!({"name": "broken", "duration_ms": 0, "rate_hz": 0, "used_by": []}),
        ];
        insta::assert_snapshot!(table(&sounds).print(Style::Plain), @r"
        name     plays             rate     used by
        welcome  0:02              8000 Hz  incoming call 101
        broken   cannot be played  0 Hz     -
        ");
    }

    #[test]
    fn a_file_is_kept_under_its_own_name_or_another() {
        let folder = folder("sounds");
        let file = folder.join("Welcome home.wav");
        std::fs::write(&file, "RIFF").unwrap();
        let kept = json!({"name": "welcome", "duration_ms": 2500});
        let asked = server(&folder, &[ok(&kept), ok(&kept)]);
        let session = session(&folder, Style::Plain);
        upload(&session, &file, Some("welcome"), true).unwrap();
        upload(&session, &file, None, false).unwrap();
        let asked = asked.join().unwrap();
        assert!(asked[0].starts_with("POST /api/v1/sounds?name=welcome&replace=true "), "{}", asked[0]);
        assert!(
            asked[1].starts_with("POST /api/v1/sounds?name=Welcome%20home&replace=false "),
            "{}",
            asked[1]
        );
        assert!(upload(&session, &folder.join("none.wav"), None, false).is_err());
    }
}
