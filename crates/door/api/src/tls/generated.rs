//! The certificate of an exchange that was given none: made at the first start, kept in the data directory, renewed before it ends.
//!
//! It is one file, readable for its owner only, with a line on top that says when it ends and for which names it is: PEM readers
//! pass such lines over. The key is new with every certificate.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::Duration,
};

use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, date_time_ymd};

use super::TlsError;

/// What the certificate is to be for, and where it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The file.
    pub file: &'a Path,
    /// Names and addresses that browsers come by.
    pub names: &'a [String],
    /// The time, in seconds since the epoch.
    pub now_s: u64,
}

/// What the first line begins with.
const HEAD: &str = "# made by strowger; ends ";

/// What stands between the end and the names.
const NAMES: &str = "; for ";

/// A day, in seconds.
const DAY_S: u64 = 24 * 60 * 60;

/// How long a certificate holds: the longest that browsers take, even of one that they were told to trust.
const HOLDS_S: u64 = 825 * DAY_S;

/// How long before its end it is renewed: long enough for people to be told.
const RENEWED_S: u64 = 30 * DAY_S;

/// How far back it holds, for browsers whose clock is late.
const BACK_S: u64 = DAY_S;

/// Most names in one: hosts with more addresses than this are asked for by their names.
const NAMES_MAX: usize = 50;

/// Reads the file, or makes a new one.
pub(super) fn find_or_make(wanted: &Wanted<'_>) -> Result<Vec<u8>, TlsError> {
    match fs::read_to_string(wanted.file) {
        Ok(text) if is_good(&text, wanted) => Ok(text.into_bytes()),
        _ => {
            let text = make(wanted)?;
            write(wanted.file, &text)
                .map_err(|source| TlsError::File { path: wanted.file.to_owned(), source })?;
            Ok(text.into_bytes())
        }
    }
}

/// Says whether a certificate that was found still holds, and has every name.
fn is_good(text: &str, wanted: &Wanted<'_>) -> bool {
    let head = text.lines().next().and_then(|line| line.strip_prefix(HEAD)?.split_once(NAMES));
    let Some((end, names)) = head else { return false };
    let holds = end.parse().is_ok_and(|end: u64| wanted.now_s.saturating_add(RENEWED_S) < end);
    let has: Vec<&str> = names.split(' ').collect();
    holds && wanted.names.iter().take(NAMES_MAX).all(|name| has.contains(&name.as_str()))
}

fn make(wanted: &Wanted<'_>) -> Result<String, TlsError> {
    let names: Vec<String> = wanted.names.iter().take(NAMES_MAX).cloned().collect();
    let end = wanted.now_s.saturating_add(HOLDS_S);
    let epoch = date_time_ymd(1970, 1, 1);
    let mut params = CertificateParams::new(names.clone())?;
    params.not_before = epoch + Duration::from_secs(wanted.now_s.saturating_sub(BACK_S));
    params.not_after = epoch + Duration::from_secs(end);
    params.distinguished_name = DistinguishedName::new();
    let host = names.first().map_or("strowger", String::as_str);
    params.distinguished_name.push(DnType::CommonName, format!("Strowger on {host}"));
    params.extended_key_usages =
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    Ok(format!("{HEAD}{end}{NAMES}{}\n{}{}", names.join(" "), certificate.pem(), key.serialize_pem()))
}

/// Writes it beside, then over: whoever reads finds the old one or the new one.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    let _ = fs::remove_file(&beside);
    let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    fs::rename(&beside, file)
}
