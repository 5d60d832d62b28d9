//! A message as lines of text: the tests' own reading and writing, as plain as it can be.

/// A message, good or bad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The first line.
    pub start: String,
    fields: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Text {
    /// Makes a message of a first line and fields.
    pub fn new(start: &str, fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { start: start.to_owned(), fields, body: String::new() }
    }

    /// Reads what was sent.
    ///
    /// # Panics
    /// Where it is no message.
    pub fn read(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).expect("what we send is UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("an empty line ends the headers");
        let mut lines = head.split("\r\n");
        let start = lines.next().unwrap_or_default().to_owned();
        let field = |line: &str| {
            let (name, value) = line.split_once(':').expect("a header line has a colon");
            (name.to_owned(), value.trim().to_owned())
        };
        Self { start, fields: lines.map(field).collect(), body: body.to_owned() }
    }

    /// The bytes on the wire, with the length of the body where no Content-Length was set.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("{}\r\n", self.start);
        for (name, value) in &self.fields {
            text += &format!("{name}: {value}\r\n");
        }
        if !self.has("Content-Length") {
            text += &format!("Content-Length: {}\r\n", self.body.len());
        }
        format!("{text}\r\n{}", self.body).into_bytes()
    }

    /// Replaces a field, or adds it.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Adds a field below the others.
    pub fn add(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a field out.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    /// Carries a session description.
    pub fn with_sdp(self, body: &str) -> Self {
        Self { body: body.to_owned(), ..self.set("Content-Type", "application/sdp") }
    }

    /// Puts another Request-URI into the first line.
    pub fn to_uri(mut self, uri: &str) -> Self {
        self.start = format!("{} {uri} SIP/2.0", self.method());
        self
    }

    /// Tells whether there is such a field.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, _)| known == name)
    }

    /// The first field of a name.
    ///
    /// # Panics
    /// Where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_else(|| panic!("no {name} in {self:#?}"))
    }

    /// All fields of a name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The status code; 0 for a request.
    pub fn code(&self) -> u16 {
        self.start
            .strip_prefix("SIP/2.0 ")
            .map_or(0, |rest| rest[..3].parse().expect("a code of three digits"))
    }

    /// The method; `SIP/2.0` for a response.
    pub fn method(&self) -> &str {
        self.start.split(' ').next().unwrap_or_default()
    }

    /// The Request-URI.
    pub fn uri(&self) -> &str {
        self.start.split(' ').nth(1).unwrap_or_default()
    }

    /// The value of a parameter of a field; empty for one that has none.
    pub fn param(&self, name: &str, param: &str) -> Option<&str> {
        let found = |part: &&str| part.split('=').next() == Some(param);
        let part = self.field(name).split(';').skip(1).find(found)?;
        Some(part.split_once('=').map_or("", |(_, value)| value))
    }

    /// The number of CSeq.
    ///
    /// # Panics
    /// Where it is none.
    pub fn cseq(&self) -> u32 {
        self.field("CSeq")
            .split(' ')
            .next()
            .and_then(|text| text.parse().ok())
            .expect("CSeq begins with a number")
    }
}
