/** What the exchange says in English within the values of a problem, and the words for it in the reader's language. */
import type form from "@/words/en/form";

type Said = keyof typeof form.said;

const SAID: Record<string, Said> = {
  "it has fewer than 8 characters": "short",
  "it is little more than the username": "username",
  "everybody tries it first": "common",
  "it is short and has only digits or only small letters": "plain",
  "it holds a blank, a slash, or a character outside ASCII": "outside",
  "it holds a character that no keypad has": "keypad",
  "it matches nothing": "nothing",
  "a [ has no ]": "bracket",
  "anything printable": "printable",
  "ASCII without quotes, backslashes and brackets": "header",
  digits: "digits",
  "digits, *, # and +": "dialled",
  "letters, digits and -_.!~*'()&=+$?/@": "username_letters",
  "letters, digits, _ and -": "word",
  "letters, digits, _, - and .": "word_dot",
  "letters, digits, _, -, . and @": "word_at",
  "10.0.0.1, 10.0.0.1:5080, [2001:db8::1]:5060 or sip.example.org": "address",
  "192.0.2.0/24 or 2001:db8::/32": "network",
  '"Alice Lab" <201>, or 201': "caller_id",
  "min 60, default 120, max 3600, in this order": "expiries",
  "0, or not below session_min_se": "session",
  "start 200, end 299: as many digits, and not below the start": "range",
  caller_id_name: "caller_id_name",
  "a line": "line",
};

/** The key of the words for something that the exchange said; nothing for what is not known here, such as an example. */
export function saidKey(text: unknown): Said | undefined {
  return typeof text === "string" && Object.hasOwn(SAID, text) ? SAID[text] : undefined;
}
