/** English: extensions. */
export default {
  title: "Extensions",
  lead: "An extension is a number that leads somewhere by itself: to a user, to another number, to a test. Numbers of lines need no entry here.",
  add: "Add an extension",
  newTitle: "New extension",
  oneTitle: "Extension {{number}}",
  formLead:
    "Whoever dials the number in the context, or in a context that includes it, is sent to the destination.",
  empty: {
    title: "No extension yet",
    words:
      "The numbers of users are made with their lines. Add an extension for an echo test, for a second number of somebody, or for an announcement.",
  },
  columns: { number: "Number", context: "Context", destination: "Destination" },
  tabs: { general: "General" },
  fields: {
    number: "Number",
    numberHelp:
      "What is dialled: digits, * and #, such as 600 or *43. A number that leads to a user must lie in the context's range for users.",
    context: "Context",
    contextHelp: "Where the number can be dialled. Usually “default”: then every phone can.",
  },
  explained: {
    user: "All phones of this user ring, as if the number of the main line had been dialled.",
    extension:
      "The call goes on as if this number had been dialled, such as 201@default: number, @, context.",
    hangup:
      "The call ends at once. The caller hears the tone for busy or congestion, or nothing more than the end.",
    echo: "The caller hears himself, a moment later. If so, sound goes both ways.",
    milliwatt:
      "The caller hears a steady tone of 1004 Hz at 0 dBm0. If so, sound comes from the exchange, and at the right level.",
    announcement: "The caller hears a recording from the sound files, then the call ends.",
  },
  tests: {
    title: "Test destinations",
    lead: "Give each a number, then dial it from a phone: the quickest way to tell a fault of the network from one of the routing.",
    echo: "Echo test",
    echoWords:
      "What you say comes back. If you hear yourself, sound goes both ways; how late it comes back is twice the delay between phone and exchange. If you hear nothing though the call is answered, look for NAT or a firewall that lets SIP through but no RTP.",
    milliwatt: "Milliwatt test tone",
    milliwattWords:
      "A steady tone of 1004 Hz at 0 dBm0, the reference of telephony. It needs nothing from the phone, so it proves the way from the exchange to the phone alone. It sounds even: gaps and clicks are lost packets, a rough tone is a codec that compresses much, such as GSM.",
  },
};
