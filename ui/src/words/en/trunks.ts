/** English: trunks. */
export default {
  title: "Trunks (SIP Protocol)",
  lead: "A trunk is the SIP connection to another exchange or to a provider. Its state below is live.",
  new: "New trunk",
  newTitle: "New trunk",
  editTitle: "Trunk {{name}}",
  formLead:
    "To connect two exchanges, make one trunk on each: Dynamic where the other side registers, Static with Register where this side does.",
  empty: {
    title: "No trunk yet",
    words:
      "Make one to call another exchange or a provider, and to be called from there. You need its address, a username and a password.",
  },
  columns: {
    name: "Name",
    host: "Host",
    connection: "Connection type",
    state: "State",
    calls: "Calls",
    context: "Context",
    addressing: "IP addressing type",
    last: "Last answer",
  },
  callsOf: "{{calls}} of {{limit}}",
  health: { up: "Working", unknown: "Not known", down: "Not working", disabled: "Disabled" },
  tabs: { general: "General", register: "Register", signaling: "Signaling", advanced: "Advanced" },
  connections: { friend: "Friend", peer: "Peer", user: "User" },
  addressings: { dynamic: "Dynamic", static: "Static" },
  transports: { udp: "UDP", tcp: "TCP", tls: "TLS" },
  dids: {
    request_uri: "Request-URI",
    to: "To header",
    called_party_id: "P-Called-Party-ID header",
  },
  monitorings: { no: "No", yes: "Yes, every 60 s", every: "Every {{interval}}" },
  fields: {
    name: "Name",
    nameHelp: "What this trunk is called here, such as xivo-trunk. It may be the same as the username.",
    enabled: "Enabled",
    enabledHelp:
      "Off, nothing goes on by this trunk: it places and takes no call, does not register, and accepts no registration. Calls in progress stay.",
    monitoring: "Monitoring",
    monitoringHelp:
      "How often the other side is asked with OPTIONS whether it is there, so that the list shows a trunk that has gone before somebody calls. One that is silent is asked every 5 s in any case.",
    username: "Username",
    usernameHelp:
      "What the other side proves itself with, and what we answer its challenges with. Left empty, the name is used.",
    password: "Password",
    passwordHelp:
      "The same on both sides. Left empty, calls from the trunk's address are accepted without a password.",
    connection: "Connection type",
    connectionHelp:
      "Friend: both sides call each other. Peer: we call it, and know it by its address. User: it only calls us.",
    addressing: "IP addressing type",
    addressingHelp:
      "Dynamic: the other side registers here, and so we learn where it is. Static: we know its address.",
    address: "Address",
    addressHelp:
      "IP address or name of the other side, such as 192.0.2.2 or sip.example.org:5080. Without a port, 5060.",
    context: "Context",
    contextHelp:
      "What the other side's calls reach: Incalls for what incoming calls open, right for a provider; default for every number here, only for an exchange of your own.",
    callLimit: "Call limit",
    callLimitHelp: "Calls at once, both directions together. 0, or left empty, is unlimited.",
    callerId: "Caller ID",
    callerIdHelp:
      'Shown for calls from the trunk that carry none, such as "Head office" <200>. Left empty, they stay anonymous.',
    register: "Register",
    registerHelp:
      "This exchange registers at the other side, which then knows where to call it. Needed where the other side's trunk is Dynamic, and with most providers.",
    registerTransport: "Transport",
    registerTransportHelp: "How the registration travels. Left empty, as the trunk's calls (tab Advanced).",
    registerUsername: "Username",
    registerUsernameHelp: "The account at the other side. Left empty, the trunk's username.",
    registerPassword: "Password",
    registerPasswordHelp: "The password of that account. Left empty, the trunk's password.",
    remoteServer: "Remote server",
    remoteServerHelp:
      "Where to register, such as 192.0.2.2 or sip.example.org. Left empty, the trunk's address.",
    expiry: "Expiry",
    expiryHelp: "Seconds that are asked for, from 10 to 86,400. Left empty, 120.",
    contact: "Contact",
    contactHelp:
      "The user part on which the other side calls us: for providers that tell accounts apart by it. Left empty, the username.",
    codecsHelp: "Which codecs this trunk's calls may use, in order. XiVO's page asks for at least GSM.",
    did: "DID source",
    didHelp:
      "Where the called number is read. Some providers put their account into the Request-URI, and the number into To.",
    fromUser: "From user",
    fromUserHelp:
      "User part of From in our calls, for a provider that wants its account there. Left empty, the caller's number.",
    fromDomain: "From domain",
    fromDomainHelp: "Host part of From and of the address that we register. Left empty, the remote side's.",
    trust: "Trust identity",
    trustHelp:
      "Believe and send P-Asserted-Identity and Diversion. Only for exchanges of your own, or where the provider asks for it.",
    digest: "Digest algorithms",
    digestHelp:
      "What the other side is challenged with, best first. Left empty, MD5, which everything knows.",
    proxy: "Outbound proxy",
    proxyHelp:
      "Where REGISTER and calls are sent in place of the address, such as proxy.example.org. Left empty, straight to the address.",
    acceptFrom: "Accept calls from",
    acceptFromHelp:
      "Further networks that its calls come from, such as 198.51.100.0/24, 203.0.113.7. Left empty, only its own address.",
    transport: "Transport",
    transportHelp:
      "How our calls to a static address travel. With TLS nothing is ever sent or taken in clear, and the other side proves who it is.",
    fingerprint: "Certificate's fingerprint",
    fingerprintHelp:
      "SHA-256 of the certificate that the other side must show over TLS, such as the one that it prints at its start. Left empty, an authority has to vouch for the name in the address.",
    keysInClear:
      "The keys of the audio travel in SIP, and this trunk's SIP does not go over TLS: whoever listens there reads them. Choose TLS as its transport.",
    transit: "Transit",
    transitHelp:
      "Calls that came in by this trunk may leave by a trunk. Off, nobody can phone elsewhere at your cost.",
  },
  state: {
    title: "State",
    registered: "Registered at {{host}} for {{since}}, next refresh in {{next}}",
    refreshing: "Registered at {{host}} for {{since}}, being refreshed now",
    registered_with_us: "Registered here from {{host}}, for another {{left}}",
    reachable: "Answers at {{place}} within {{trip}} ms",
    not_probed: "Nothing was sent to {{place}} yet",
    disabled: "Disabled",
    incoming_only: "Only calls us: there is nothing to watch",
    registering: "Registering at {{place}} for {{since}}",
    silent: "Nothing answers at {{place}}: is it running, is the port open?",
    unreachable: "Nobody listens at {{place}}: the network itself says so",
    tls_failed: "No connection with {{place}}: {{why}}",
    tls_shown: "No connection with {{place}}: {{why}}. Its SHA-256 is {{shown}}",
    name_not_found: "The name {{name}} has no address",
    address_missing: "Registered at {{host}}, but calls to it have no address to go to",
    never_registered: "{{username}} has not registered here yet",
    registration_expired: "Its registration from {{host}} was not refreshed in time",
    unregistered: "It took its registration from {{host}} back",
    refused: "Refused with {{status}}: the other side {{why}}",
    place: "{{host}} over {{transport}}",
    placeUsed: "{{host}} ({{address}}) over {{transport}}",
  },
  tls: {
    expired: "its certificate has expired",
    not_yet_valid: "its certificate is not valid yet",
    other_name: "its certificate is for another name",
    unknown_issuer: "no authority that we trust vouches for its certificate",
    pin_differs: "its certificate is not the one whose fingerprint is entered here",
    bad_certificate: "its certificate cannot be used",
    wants_certificate: "it wants a certificate of ours that it accepts",
    no_tls: "who listens there speaks no TLS",
    broken: "the handshake was broken off or took too long",
  },
  tlsRemedy: {
    expired: "Renew the certificate on the other side; nothing is sent to it until then.",
    not_yet_valid: "Look whether the clocks of both hosts are right.",
    other_name:
      "Enter the name that its certificate is for as the address. Or, where you know the certificate to be the right one, its fingerprint.",
    unknown_issuer:
      "Where you know the certificate to be the right one, enter its fingerprint under Advanced. Or set sip.tls_authorities in the configuration file to the file of its authority.",
    pin_differs:
      "Find out from the other side whether its certificate was renewed, and enter the new fingerprint. Else somebody stands in between.",
    bad_certificate: "Give the other side another certificate, or enter the fingerprint of this one.",
    wants_certificate:
      "Have the other side trust our certificate: the one of sip.tls_certificate in the configuration file.",
    no_tls: "Correct the port (TLS has 5061, as a rule), or choose another transport.",
    broken: "Look whether the port is the one for TLS, and into the other side's log.",
  },
  why: {
    password_missing: "asks for a password, and this trunk has none",
    wrong_password: "does not accept this password",
    wrong_password_calls: "does not accept our calls with this password",
    not_found: "knows no such number",
    not_found_register: "knows no such username",
    not_allowed: "does not do that",
    not_allowed_register: "takes no registrations",
    too_brief: "wants registrations that last longer",
    unavailable: "is overloaded or out of service",
    server_error: "has failed",
    other: "does not want this",
  },
  remedy: {
    disabled: "Switch Enabled on in the tab General where it is to be used.",
    not_probed: "Press Test, or call through it.",
    silent:
      "Look whether the other side runs and listens there, whether a firewall on the way lets SIP pass, and whether address and port are right.",
    unreachable: "Start the other side, or correct the address, the port or the transport.",
    name_not_found: "Correct the name, or look why the DNS of this host does not know it.",
    address_missing: "Set IP addressing type to Static and enter the other side's address.",
    never_registered:
      "On the other side, tick Register with the username {{username}} and this trunk's password. Or set IP addressing type to Static here.",
    registration_expired: "Look whether the other side still runs and still reaches this exchange.",
    unregistered: "Tick Register again on the other side.",
    password_missing_register:
      "Enter the password in the Register tab: the one that the other side has for this username.",
    password_missing: "Enter the trunk's password: the one that the other side has.",
    wrong_password_register: "Make username and password of the Register tab the same as on the other side.",
    wrong_password: "Make the trunk's username and password the same as on the other side.",
    not_found_register: "Make the trunk on the other side, or correct the username in the Register tab.",
    not_found: "Look which numbers the other side takes from this trunk.",
    not_allowed_register: "Untick Register where the other side knows our address already.",
    too_brief: "Raise the expiry in the Register tab.",
    log: "Look into the other side's log.",
  },
  test: {
    title: "Test",
    saved: "What is tested is what is saved, not what is typed.",
    number: "Number of an echo test there",
    numberHelp:
      "Optional: it is called through this trunk for three seconds, a tone is played, and what comes back is measured. On another Strowger, an incoming call that leads to the echo test; on an Asterisk, Echo(). Left empty, no call is made.",
    running: "This takes a few seconds, 20 at most.",
    runningCall: "This takes a few seconds, 40 at most.",
    look: "Look at the call, message by message",
    passed: "The test passed.",
    failed: "The test found something that is wrong.",
    outcomes: { passed: "Passed", failed: "Failed", skipped: "Not tried" },
    steps: {
      resolve: "Find the other side's address",
      options: "Ask it with OPTIONS whether it is there",
      register: "Register at it",
      call: "Call the number, play a tone, and listen",
    },
    call: {
      heard:
        "The tone came back over {{codec}} at {{level}} dBm0 (it was played at {{sent}}), after {{delay}} ms, with {{loss}} of the packets lost: audio goes both ways",
      other_heard: "It answers and is heard, at {{level}} dBm0, but the tone that we play does not come back",
      only_silence_one:
        "It answers and sends {{count}} packet, but with silence in it: the tone that we play does not come back",
      only_silence_other:
        "It answers and sends {{count}} packets, but with silence in them: the tone that we play does not come back",
      nothing_heard_one: "It answers, but no audio comes from there: {{count}} packet went, none came",
      nothing_heard_other: "It answers, but no audio comes from there: {{count}} packets went, none came",
      strangers_one:
        "It answers, but no audio comes from where it said: {{count}} packet came from another address and was not believed",
      strangers_other:
        "It answers, but no audio comes from where it said: {{count}} packets came from another address and were not believed",
      cut: "It hung up after {{seconds}} s, before the tone had come back",
      rang: "It rings, but nobody answers within {{seconds}} s",
      not_answered: "Nobody answers within {{seconds}} s",
      no_media: "It answers with media that cannot be used: {{why}}",
      busy: "The number is busy: {{status}} {{reason}}",
      no_common_codec:
        "Refused with {{status}} {{reason}}: the other side takes none of the codecs that this trunk offers",
      full_one: "Not called: the trunk has as many calls as it may have ({{count}})",
      full_other: "Not called: the trunk has as many calls as it may have ({{count}})",
      no_port: "Not called: no RTP port is free",
      no_room: "Not called: the exchange takes no more calls now",
      stopped: "Somebody here ended the call before it was answered",
      never_called: "Not called: a trunk of the connection type User only calls us",
    },
    callRemedy: {
      level: "Look what changes the level on the way: a gateway's gain, as a rule.",
      loss: "Look for a full line, a bad cable or Wi-Fi on the way: loss of this size is heard.",
      delay: "People interrupt each other past 300 ms: look for a long way or large buffers.",
      not_back:
        "Name the number of an echo test. Where it is one, our audio does not reach the other side: look whether its firewall lets RTP in, and whether our external address is right (General settings, tab Network).",
      nothing_heard:
        "Look whether a firewall keeps the RTP ports shut (rtp.ports of the configuration file), and, behind NAT, whether our external address is the one that the other side can send to (General settings, tab Network).",
      strangers:
        "Look which address the other side names in its answer: behind NAT, it must be told its external address.",
      codec:
        "Enable a codec that both sides have: tab Signaling of this trunk, and the same on the other side.",
      cut: "Name a number that stays on the line, such as an echo test.",
      not_answered: "Name a number that answers by itself, such as an echo test.",
      busy: "Name another number, or try again later.",
      full: "Wait until a call ends, or raise the call limit.",
      no_port: "Wait until a call ends, or widen rtp.ports in the configuration file.",
      never_called: "Set the connection type to Friend or Peer where it is to be called.",
      again: "Try again.",
    },
    resolved: "Its address is {{addresses}}",
    contact: "It has registered here from {{place}}",
    late: "Neither the DNS nor {{name}} has answered in time",
    answered: "It answers at {{place}} with {{status}} within {{trip}} ms: any answer shows that it is there",
    registered: "Registered at {{place}} for {{expires}}",
    no_address: "Not tried: there is no address to send it to",
    disabled: "This trunk is disabled, so nothing is sent to it",
    not_configured: "Not tried: this trunk is not to be registered at (tab Register)",
  },
  about: {
    since: "Since {{moment}}, {{ago}}",
    nextTry: "Next try in {{next}}",
    lastAnswer: "Last answer: {{code}} {{reason}}, {{ago}}",
    calls_one: "{{count}} call now",
    calls_other: "{{count}} calls now",
    agent: "It calls itself {{agent}}",
  },
};
