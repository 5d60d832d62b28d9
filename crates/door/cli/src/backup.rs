//! `backup` and `restore`: everything in one file.

use std::{
    fs::{self, File, OpenOptions},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use serde_json::{Value, json};

use crate::{
    answer::{Answer, Failure},
    client::{escape, read},
    password,
    print::{self, Style, count},
    session::Session,
    site,
};

/// What a backup is sent as.
const SQLITE: &str = "application/vnd.sqlite3";

/// Keeps a backup in a new file, which only its owner can read.
pub(crate) fn take(session: &Session, file: &Path, call_logs: bool, with_passphrase: bool) -> Answer {
    let passphrase = with_passphrase.then(|| password::ask("Passphrase of the backup")).transpose()?;
    let name = file.display();
    let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let mut new = new.map_err(Failure::io(format!("cannot make {name}")))?;
    let path = format!("backup?call_logs={call_logs}");
    let header = passphrase.as_deref().map(header);
    let taken = session.client.download(&path, header, &mut new).and_then(|bytes| {
        new.sync_all().map(|()| bytes).map_err(Failure::io(format!("cannot write {name}")))
    });
    let how = match passphrase {
        Some(_) => "restore it anywhere with its passphrase",
        None => {
            "only this exchange, or one with its secret.key, can restore it: --passphrase makes one for anywhere"
        }
    };
    match taken {
        Ok(bytes) => session.formed(json!({ "file": name.to_string(), "bytes": bytes }), |_| {
            Ok(format!("{name}: {bytes} bytes; {how}\n"))
        }),
        Err(failure) => {
            // The half of a backup is none.
            let _ = fs::remove_file(file);
            Err(failure)
        }
    }
}

/// Makes everything as a backup has it, or says what that would change.
pub(crate) fn restore(session: &Session, file: &Path, with_passphrase: bool, dry_run: bool) -> Answer {
    let opened = File::open(file).map_err(Failure::io(format!("cannot read {}", file.display())))?;
    let passphrase = with_passphrase.then(|| password::ask_once("Passphrase of the backup")).transpose()?;
    let header = passphrase.as_deref().map(header);
    let raw = session.client.upload(&format!("restore?dry_run={dry_run}"), SQLITE, header, opened)?;
    match session.style {
        Style::Json => Ok(print::json(&site::typed(raw)).into()),
        Style::Plain | Style::Terminal => Ok(words(raw, dry_run)?.into()),
    }
}

/// The header that carries a passphrase.
fn header(passphrase: &str) -> (&'static str, String) {
    ("X-Backup-Passphrase", escape(passphrase))
}

fn words(raw: Value, dry_run: bool) -> Result<String, Failure> {
    let calls = raw.get("calls_added").and_then(Value::as_u64).unwrap_or_default();
    let plan: site::Plan = read(raw)?;
    let calls = match calls {
        0 => String::new(),
        calls => {
            format!("{} added to the call log\n", count(usize::try_from(calls).unwrap_or(usize::MAX), "call"))
        }
    };
    Ok(site::words(&plan, if dry_run { "would change" } else { "changed" }) + &calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_restored_is_told_as_what_a_site_changes() {
        let raw = json!({"backup": {}, "applied": true, "calls_added": 2, "warnings": [], "revision": 3, "steps": [
            {"verb": "delete", "subject": "user Bob", "fields": []}]});
        assert_eq!(
            words(raw.clone(), false).unwrap(),
            "- user Bob\n1 thing changed\n2 calls added to the call log\n"
        );
        let tried = json!({"calls_added": 0, "warnings": [], "steps": []});
        assert_eq!(words(tried, true).unwrap(), "nothing changes\n");
    }
}
