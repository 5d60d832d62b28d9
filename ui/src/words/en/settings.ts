/** English: the general SIP settings. */
export default {
  title: "General settings: SIP Protocol",
  lead: "What holds for every line and trunk that says nothing else. Saved is live: nothing has to be restarted.",
  tabs: { general: "General", network: "Network", signaling: "Signaling", security: "Security" },
  fields: {
    name: "Name of the exchange",
    nameHelp: "Shown to administrators and to phones, such as Head office. Left empty, Strowger.",
    realm: "Realm",
    realmHelp:
      "What phones show, or look up, when they are asked for a password. Left empty, strowger. Some phones must be restarted after a change.",
    agent: "User agent",
    agentHelp: "What the exchange calls itself in SIP messages. Left empty, Strowger.",
    zone: "Time zone",
    zoneHelp: "In which times are meant and exported, such as Europe/Paris. Left empty, UTC.",
    duration: "Longest call",
    durationHelp: "In seconds, up to 604,800 (7 days). Left empty, 36,000 (10 hours); 0 is without end.",
    emergency: "Emergency numbers",
    emergencyHelp:
      "Numbers that everybody must be able to call, such as 112, 15, 17, 18. The exchange looks whether each of them leaves by a trunk from every context that has phones, and warns where one does not.",
    country: "Country",
    countryHelp: "Its code of two letters, such as FR. It proposes emergency numbers and ranges.",
    language: "Language",
    languageHelp: "Of those who chose none for themselves.",
    phone: "Address for phones",
    phoneHelp:
      "The name or IP address that phones are set up with, such as pbx.example.org. Left empty, the address below that fits best.",
    external: "External address",
    externalHelp:
      "The IP address that others see this exchange at, where it stands behind a NAT. Left empty, its own address.",
    local: "Local networks",
    localHelp:
      "Networks that are told our own address and not the external one, such as 10.0.0.0/8. Left empty, the subnets of this host.",
    rtp: "RTP timeout",
    rtpHelp:
      "A call without any audio for so many seconds, outside of hold, is ended. Left empty, 7,200; 0 is never.",
    codecsHelp: "For every line and trunk that has none of its own. Two exchanges need one in common.",
    noGsm: "GSM is not enabled. XiVO's interconnection page asks for at least GSM.",
    addGsm: "Enable GSM",
    sessionExpires: "Session timer",
    sessionExpiresHelp:
      "Seconds after which both sides make sure that the call is still there. Left empty, 600; 0 asks for none.",
    sessionMin: "Shortest session timer",
    sessionMinHelp: "A shorter one is refused with 422. Left empty, 90, the least that the standard allows.",
    expiryMin: "Shortest registration",
    expiryMinHelp: "In seconds; a shorter one is refused with 423. Left empty, 60.",
    expiryDefault: "Usual registration",
    expiryDefaultHelp: "In seconds, where a phone asks for nothing. Left empty, 120.",
    expiryMax: "Longest registration",
    expiryMaxHelp: "In seconds; a longer one is cut to this. Left empty, 3,600.",
    retention: "Call log kept for",
    retentionHelp: "Days; older calls are forgotten. Left empty, 365; 0 keeps them for ever.",
    messages: "Memory for SIP messages",
    messagesHelp:
      "Megabytes, up to 1,024, for the messages of recent calls, which show why a call failed. Left empty, 16; 0 keeps none.",
    silence: "Silence of a trunk",
    silenceHelp: "Seconds without any answer, 1 to 32, after which the next trunk is tried. Left empty, 4.",
  },
  groups: { audio: "Audio", calls: "Calls", registrations: "Registrations", always: "What always holds" },
  always: {
    guests:
      "Nobody calls without being known: whoever is neither a phone nor a trunk of this exchange is asked for a password.",
    alike: "Wrong passwords and unknown usernames are refused alike: nobody learns which usernames exist.",
    passwords: "Weak passwords of lines and trunks are refused; whoever insists is recorded.",
    transit: "What comes in by a trunk leaves by none, unless Transit is on for it.",
  },
  addresses: {
    title: "Addresses of this host",
    kinds: {
      private: "private",
      public: "public",
      link_local: "on the same wire only",
      loopback: "this host itself",
    },
    advice: {
      phones_use_this: "phones use this one",
      usable: "phones could use it",
      only_this_host: "only programs on this host reach it",
      not_listening: "the exchange does not listen on it",
    },
  },
  emergency: {
    title: "Whether they are reached, as saved",
    from: "from the context {{name}}:",
    reached: "leaves by {{trunks}} as {{sent}}",
    nowhere:
      "goes nowhere. Make an outgoing call with this number as its pattern, in a context that {{name}} includes.",
    elsewhere: "leads to {{where}}, and to no trunk",
  },
  fixed: "Fixed by the configuration file of the host ({{key}}); it can only be changed there.",
};
