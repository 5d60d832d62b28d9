/** English: incoming calls. */
export default {
  title: "Incoming calls",
  lead: "An incoming call says where a number that is called from outside (DID) leads.",
  new: "New incoming call",
  newTitle: "New incoming call",
  editTitle: "Incoming call {{did}}",
  formLead:
    "A call that comes in by a trunk is looked up in the trunk's context. The target's own context is found from the target.",
  empty: {
    title: "No incoming call yet",
    words:
      "Make one so that a number that others call, such as 101, leads to a user. Not needed for trunks whose context is default: they reach every number there.",
  },
  columns: { did: "DID", context: "Context", destination: "Destination", callerId: "Caller ID" },
  tabs: { general: "General" },
  fields: {
    did: "DID",
    didHelp:
      "The number as the other side sends it, such as 101 or 0123456789; a leading + counts for nothing. Patterns are allowed: . alone takes every number that nothing else takes.",
    context: "Context",
    contextHelp:
      "The context of the trunk that the call comes in by: one of the kind incall, such as Incalls.",
    mode: "Caller ID mode",
    modeHelp: "What happens to the caller's name before the phone shows it.",
    text: "Caller ID name",
    textHelp: "The text for it, such as Sales. Left empty, the name stays as it came.",
  },
  modes: {
    prepend: "Text in front of the name",
    overwrite: "Text in place of the name",
    append: "Text behind the name",
  },
  edited: {
    prepend: "{{text}} + name",
    overwrite: "{{text}}",
    append: "name + {{text}}",
  },
};
