/** Names and reasons come from anybody. One that turns the direction of writing must not turn what stands around it. */

/** What opens or closes a direction of writing (Unicode's Bidi_Control), or is a mark of one. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Encloses what could turn its neighbours, as Unicode's bidirectional algorithm has it (UAX #9 section 2.4): nothing else is changed. */
export function isolated(text: string): string {
  if (!TURNS.test(text)) return text;
  // An isolate ends every embedding and override within it, but would itself be ended by a stray end of one.
  return `\u2068${text.replaceAll("\u2069", "")}\u2069`;
}
