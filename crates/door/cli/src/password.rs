//! A new password: typed twice and unseen at a terminal, else the first line of standard input.

use std::{
    io::{self, IsTerminal, Write},
    os::fd::AsFd,
};

use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};

use crate::answer::Failure;

/// Asks for one.
pub(crate) fn ask(prompt: &str) -> Result<String, Failure> {
    match io::stdin().is_terminal() {
        true => {
            let _unseen = Unseen::begin().map_err(Failure::io("the terminal cannot hide what is typed"))?;
            twice(|again| typed(if again { "Once more" } else { prompt }))
        }
        false => given(line()?),
    }
}

/// Asks for one that exists: whoever mistypes it hears so.
pub(crate) fn ask_once(prompt: &str) -> Result<String, Failure> {
    match io::stdin().is_terminal() {
        true => {
            let _unseen = Unseen::begin().map_err(Failure::io("the terminal cannot hide what is typed"))?;
            given(typed(prompt)?)
        }
        false => given(line()?),
    }
}

fn typed(prompt: &str) -> Result<String, Failure> {
    eprint!("{prompt}: ");
    let _ = io::stderr().flush();
    let line = line();
    eprintln!();
    line
}

/// Asks twice; what is mistyped once is a password that nobody knows.
fn twice(mut ask: impl FnMut(bool) -> Result<String, Failure>) -> Result<String, Failure> {
    let first = given(ask(false)?)?;
    match ask(true)? == first {
        true => Ok(first),
        false => Err(Failure::Usage("the two are not the same; nothing was changed".into())),
    }
}

fn given(password: String) -> Result<String, Failure> {
    match password.is_empty() {
        true => Err(Failure::Usage("no password was given; nothing was changed".into())),
        false => Ok(password),
    }
}

/// Reads a line. It takes no lock that outlives it: a console reads its own lines from the same place.
fn line() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(Failure::io("cannot read standard input"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A terminal that does not show what is typed, until this is dropped.
struct Unseen(Termios);

impl Unseen {
    fn begin() -> io::Result<Self> {
        let before = tcgetattr(io::stdin().as_fd())?;
        let mut unseen = before.clone();
        unseen.local_flags.remove(LocalFlags::ECHO);
        tcsetattr(io::stdin().as_fd(), SetArg::TCSAFLUSH, &unseen)?;
        Ok(Self(before))
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // A terminal that is gone shows nothing anyway.
        let _ = tcsetattr(io::stdin().as_fd(), SetArg::TCSAFLUSH, &self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(lines: [&str; 2]) -> Result<String, String> {
        let mut lines = lines.into_iter().map(str::to_owned);
        twice(|_| Ok(lines.next().unwrap_or_default())).map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_password_is_taken_where_it_was_typed_twice_alike() {
        assert_eq!(answered(["Kettle-9-boat", "Kettle-9-boat"]), Ok("Kettle-9-boat".into()));
        assert!(answered(["Kettle-9-boat", "Kettle-9-baot"]).unwrap_err().contains("not the same"));
        assert!(answered(["", ""]).unwrap_err().contains("no password"));
    }
}
