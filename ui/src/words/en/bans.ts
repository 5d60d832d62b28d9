/** Who is shut out for guessing passwords. */
export default {
  title: "Shut out",
  lead: "Addresses that guessed passwords of lines or trunks over SIP. After ten wrong ones the account is shut out from there: for five seconds, then a minute, ten, an hour, a day. Who tries a third name is shut out altogether, unless phones or trunks of yours are at the same address.",
  columns: {
    address: "Address",
    account: "Shut out",
    tried: "Tried last",
    guesses: "Wrong passwords",
    since: "Since",
    until: "Ends",
  },
  everybody: "everybody there",
  left: "in {{time}}",
  lift: "Let in again",
  liftOf: "Let {{address}} in again",
  lifted: "{{address}} is heard again.",
  emptyTitle: "Nobody is shut out",
  emptyWords: "Who guesses passwords appears here by itself; there is nothing to set up.",
};
