//! `core show codecs`: what we can carry, in Asterisk's columns, and what is enabled.

use serde::Deserialize;

/// One codec.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Codec {
    name: String,
    description: String,
    /// RTP's number for it; Asterisk counts its own formats here.
    payload_type: u8,
    /// Its place in the general settings, from 1; none where it is off.
    position: Option<usize>,
}

/// Prints a line a codec, then the enabled ones in their order.
pub(super) fn print(codecs: &[Codec]) -> String {
    let mut out = format!("{:>8} {:<5} {:<12} {:<16} {}\n", "ID", "TYPE", "NAME", "FORMAT", "DESCRIPTION");
    out.push_str(&"-".repeat(96));
    out.push('\n');
    for codec in codecs {
        let Codec { name, description, payload_type, .. } = codec;
        out.push_str(&format!("{payload_type:>8} {:<5} {name:<12} {name:<16} ({description})\n", "audio"));
    }
    let mut enabled: Vec<_> =
        codecs.iter().filter_map(|codec| Some((codec.position?, codec.name.as_str()))).collect();
    enabled.sort_unstable();
    let enabled: Vec<_> = enabled.into_iter().map(|(_, name)| name).collect();
    format!(
        "{out}\nEnabled, in order: {}\n",
        if enabled.is_empty() { "none".to_owned() } else { enabled.join(", ") }
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn codecs_stand_in_asterisks_columns_and_the_enabled_ones_are_named_in_order() {
        let codecs: Vec<Codec> = serde_json::from_value(json!([
            {"name": "ulaw", "description": "G.711 u-law", "payload_type": 0, "position": 2},
            {"name": "gsm", "description": "GSM", "payload_type": 3, "position": 1},
            {"name": "g722", "description": "G.722", "payload_type": 9, "position": null}
        ]))
        .unwrap();
        insta::assert_snapshot!(print(&codecs), @r"
              ID TYPE  NAME         FORMAT           DESCRIPTION
        ------------------------------------------------------------------------------------------------
               0 audio ulaw         ulaw             (G.711 u-law)
               3 audio gsm          gsm              (GSM)
               9 audio g722         g722             (G.722)

        Enabled, in order: gsm, ulaw
        ");
    }
}
