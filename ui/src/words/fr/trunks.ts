/** French: trunks. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/trunks";

export default {
  title: "Interconnexions (protocole SIP)",
  lead: "Une interconnexion est la liaison SIP avec un autre autocommutateur ou avec un opérateur. Son état ci-dessous est en direct.",
  new: "Nouvelle interconnexion",
  newTitle: "Nouvelle interconnexion",
  editTitle: "Interconnexion {{name}}",
  formLead:
    "Pour relier deux autocommutateurs, créez une interconnexion sur chacun : « Dynamique » là où l'autre côté s'enregistre, « Statique » avec « S'enregistrer » là où c'est ce côté-ci.",
  empty: {
    title: "Aucune interconnexion",
    words:
      "Créez-en une pour appeler un autre autocommutateur ou un opérateur, et pour en être appelé. Il vous faut son adresse, un identifiant et un mot de passe.",
  },
  columns: {
    name: "Nom",
    host: "Hôte",
    connection: "Type de connexion",
    state: "État",
    calls: "Appels",
    context: "Contexte",
    addressing: "Type d'adressage IP",
    last: "Dernière réponse",
  },
  callsOf: "{{calls}} sur {{limit}}",
  health: { up: "En service", unknown: "Non connu", down: "En panne", disabled: "Désactivée" },
  tabs: { general: "Général", register: "Enregistrement", signaling: "Signalisation", advanced: "Avancé" },
  connections: { friend: "Friend (les deux)", peer: "Peer (appelé)", user: "User (appelant)" },
  addressings: { dynamic: "Dynamique", static: "Statique" },
  transports: { udp: "UDP", tcp: "TCP", tls: "TLS" },
  dids: {
    request_uri: "Request-URI",
    to: "En-tête To",
    called_party_id: "En-tête P-Called-Party-ID",
  },
  monitorings: { no: "Non", yes: "Oui, toutes les 60 s", every: "Toutes les {{interval}}" },
  fields: {
    name: "Nom",
    nameHelp:
      "Le nom de cette interconnexion ici, par exemple xivo-trunk. Il peut être le même que l'identifiant.",
    enabled: "Activée",
    enabledHelp:
      "Désactivée, rien ne passe par cette interconnexion : elle n'émet et ne prend aucun appel, ne s'enregistre pas, et n'accepte aucun enregistrement. Les appels en cours continuent.",
    monitoring: "Surveillance",
    monitoringHelp:
      "À quel rythme on demande à l'autre côté par OPTIONS s'il est là, pour que la liste montre une interconnexion disparue avant que quelqu'un appelle. Celle qui se tait est interrogée toutes les 5 s de toute façon.",
    username: "Identifiant",
    usernameHelp:
      "Ce avec quoi l'autre côté s'authentifie, et ce avec quoi nous répondons à ses demandes. Laissé vide, le nom est utilisé.",
    password: "Mot de passe",
    passwordHelp:
      "Le même des deux côtés. Laissé vide, les appels venant de l'adresse de l'interconnexion sont acceptés sans mot de passe.",
    connection: "Type de connexion",
    connectionHelp:
      "Friend : chaque côté appelle l'autre. Peer : nous l'appelons et le reconnaissons à son adresse. User : il ne fait que nous appeler.",
    addressing: "Type d'adressage IP",
    addressingHelp:
      "Dynamique : l'autre côté s'enregistre ici, et nous apprenons ainsi où il est. Statique : nous connaissons son adresse.",
    address: "Adresse",
    addressHelp:
      "Adresse IP ou nom de l'autre côté, par exemple 192.0.2.2 ou sip.example.org:5080. Sans port, 5060.",
    context: "Contexte",
    contextHelp:
      "Ce que les appels de l'autre côté peuvent joindre : Incalls pour ce qu'ouvrent les appels entrants, ce qui convient à un opérateur ; default pour tous les numéros d'ici, seulement pour un autocommutateur à vous.",
    callLimit: "Limite d'appels",
    callLimitHelp: "Appels simultanés, dans les deux sens. 0 ou vide : sans limite.",
    callerId: "Identité de l'appelant",
    callerIdHelp:
      "Affichée pour les appels de l'interconnexion qui n'en portent pas, par exemple \"Siège\" <200>. Laissé vide, ils restent anonymes.",
    register: "S'enregistrer",
    registerHelp:
      "Cet autocommutateur s'enregistre auprès de l'autre côté, qui sait alors où l'appeler. Nécessaire si l'interconnexion de l'autre côté est « Dynamique », et chez la plupart des opérateurs.",
    registerTransport: "Transport",
    registerTransportHelp:
      "Par quoi passe l'enregistrement. Laissé vide, comme les appels de l'interconnexion (onglet « Avancé »).",
    registerUsername: "Identifiant",
    registerUsernameHelp: "Le compte chez l'autre côté. Laissé vide, l'identifiant de l'interconnexion.",
    registerPassword: "Mot de passe",
    registerPasswordHelp: "Le mot de passe de ce compte. Laissé vide, celui de l'interconnexion.",
    remoteServer: "Serveur distant",
    remoteServerHelp:
      "Où s'enregistrer, par exemple 192.0.2.2 ou sip.example.org. Laissé vide, l'adresse de l'interconnexion.",
    expiry: "Durée",
    expiryHelp: "Durée demandée, de 10 à 86 400 secondes. Laissé vide, 120.",
    contact: "Contact",
    contactHelp:
      "La partie utilisateur sur laquelle l'autre côté nous appelle : pour les opérateurs qui distinguent ainsi les comptes. Laissé vide, l'identifiant.",
    codecsHelp:
      "Les codecs permis aux appels de cette interconnexion, dans l'ordre. La page de XiVO demande au moins GSM.",
    did: "Source du numéro appelé",
    didHelp:
      "Où lire le numéro appelé. Certains opérateurs mettent leur compte dans la Request-URI et le numéro dans To.",
    fromUser: "Utilisateur du From",
    fromUserHelp:
      "Partie utilisateur du From de nos appels, pour un opérateur qui veut y voir son compte. Laissé vide, le numéro de l'appelant.",
    fromDomain: "Domaine du From",
    fromDomainHelp:
      "Partie hôte du From et de l'adresse que nous enregistrons. Laissé vide, celle de l'autre côté.",
    trust: "Faire confiance à l'identité",
    trustHelp:
      "Croire et envoyer P-Asserted-Identity et Diversion. Seulement entre vos propres autocommutateurs, ou si l'opérateur le demande.",
    digest: "Algorithmes d'authentification",
    digestHelp:
      "Ce qui est demandé à l'autre côté, le meilleur d'abord. Laissé vide, MD5, que tous connaissent.",
    proxy: "Proxy sortant",
    proxyHelp:
      "Où envoyer enregistrement et appels à la place de l'adresse, par exemple proxy.example.org. Laissé vide, directement à l'adresse.",
    acceptFrom: "Accepter les appels de",
    acceptFromHelp:
      "Autres réseaux d'où viennent ses appels, par exemple 198.51.100.0/24, 203.0.113.7. Laissé vide, sa seule adresse.",
    transport: "Transport",
    transportHelp:
      "Par quoi passent nos appels vers une adresse statique. En TLS, rien n'est jamais envoyé ni accepté en clair, et l'autre côté prouve qui il est.",
    fingerprint: "Empreinte du certificat",
    fingerprintHelp:
      "SHA-256 du certificat que l'autre côté doit présenter en TLS, par exemple celle qu'il affiche à son démarrage. Laissée vide, une autorité doit se porter garante du nom de l'adresse.",
    keysInClear:
      "Les clés de l'audio voyagent dans SIP, et le SIP de cette interconnexion ne passe pas par TLS : qui y écoute les lit. Choisissez TLS comme transport.",
    transit: "Transit",
    transitHelp:
      "Les appels arrivés par cette interconnexion peuvent repartir par une interconnexion. Désactivé, personne ne peut téléphoner ailleurs à vos frais.",
  },
  state: {
    title: "État",
    registered: "Enregistré chez {{host}} depuis {{since}}, prochain renouvellement dans {{next}}",
    refreshing: "Enregistré chez {{host}} depuis {{since}}, renouvellement en cours",
    registered_with_us: "Enregistré ici depuis {{host}}, encore pour {{left}}",
    reachable: "Répond à {{place}} en {{trip}} ms",
    not_probed: "Rien n'a encore été envoyé à {{place}}",
    disabled: "Désactivée",
    incoming_only: "Ne fait que nous appeler : il n'y a rien à surveiller",
    registering: "Enregistrement en cours chez {{place}} depuis {{since}}",
    silent: "Rien ne répond à {{place}} : est-il en marche, le port est-il ouvert ?",
    unreachable: "Personne n'écoute à {{place}} : c'est le réseau lui-même qui le dit",
    tls_failed: "Pas de connexion avec {{place}} : {{why}}",
    tls_shown: "Pas de connexion avec {{place}} : {{why}}. Son SHA-256 est {{shown}}",
    name_not_found: "Le nom {{name}} n'a pas d'adresse",
    address_missing: "Enregistré chez {{host}}, mais les appels vers lui n'ont pas d'adresse où aller",
    never_registered: "{{username}} ne s'est pas encore enregistré ici",
    registration_expired: "Son enregistrement depuis {{host}} n'a pas été renouvelé à temps",
    unregistered: "Il a retiré son enregistrement depuis {{host}}",
    refused: "Refusé avec {{status}} : l'autre côté {{why}}",
    place: "{{host}} en {{transport}}",
    placeUsed: "{{host}} ({{address}}) en {{transport}}",
  },
  tls: {
    expired: "son certificat a expiré",
    not_yet_valid: "son certificat n'est pas encore valable",
    other_name: "son certificat porte un autre nom",
    unknown_issuer: "aucune autorité reconnue ne se porte garante de son certificat",
    pin_differs: "son certificat n'est pas celui dont l'empreinte est saisie ici",
    bad_certificate: "son certificat est inutilisable",
    wants_certificate: "il veut de nous un certificat qu'il accepte",
    no_tls: "ce qui écoute là ne parle pas TLS",
    broken: "la négociation a été interrompue ou a trop duré",
  },
  tlsRemedy: {
    expired: "Renouvelez le certificat de l'autre côté ; d'ici là, rien ne lui est envoyé.",
    not_yet_valid: "Vérifiez que les horloges des deux machines sont à l'heure.",
    other_name:
      "Saisissez comme adresse le nom que porte son certificat. Ou, si vous savez que ce certificat est le bon, son empreinte.",
    unknown_issuer:
      "Si vous savez que ce certificat est le bon, saisissez son empreinte dans l'onglet « Avancé ». Ou indiquez dans sip.tls_authorities du fichier de configuration le fichier de son autorité.",
    pin_differs:
      "Demandez à l'autre côté si son certificat a été renouvelé, et saisissez la nouvelle empreinte. Sinon, quelqu'un s'est mis entre vous.",
    bad_certificate: "Donnez à l'autre côté un autre certificat, ou saisissez l'empreinte de celui-ci.",
    wants_certificate:
      "Faites accepter notre certificat par l'autre côté : celui de sip.tls_certificate du fichier de configuration.",
    no_tls: "Corrigez le port (5061 pour TLS, en général), ou choisissez un autre transport.",
    broken: "Vérifiez que le port est bien celui de TLS, et consultez le journal de l'autre côté.",
  },
  why: {
    password_missing: "demande un mot de passe, et cette interconnexion n'en a pas",
    wrong_password: "n'accepte pas ce mot de passe",
    wrong_password_calls: "n'accepte pas nos appels avec ce mot de passe",
    not_found: "ne connaît pas ce numéro",
    not_found_register: "ne connaît pas cet identifiant",
    not_allowed: "ne sait pas faire cela",
    not_allowed_register: "ne prend pas d'enregistrements",
    too_brief: "veut des enregistrements plus longs",
    unavailable: "est surchargé ou hors service",
    server_error: "est tombé en erreur",
    other: "ne veut pas de cela",
  },
  remedy: {
    disabled: "Activez-la dans l'onglet « Général » là où elle doit servir.",
    not_probed: "Appuyez sur « Tester », ou passez un appel.",
    silent:
      "Vérifiez que l'autre côté est en marche et écoute là, qu'un pare-feu en chemin laisse passer SIP, et que l'adresse et le port sont justes.",
    unreachable: "Démarrez l'autre côté, ou corrigez l'adresse, le port ou le transport.",
    name_not_found: "Corrigez le nom, ou cherchez pourquoi le DNS de cette machine ne le connaît pas.",
    address_missing:
      "Choisissez « Statique » comme type d'adressage IP et saisissez l'adresse de l'autre côté.",
    never_registered:
      "De l'autre côté, cochez « S'enregistrer » avec l'identifiant {{username}} et le mot de passe de cette interconnexion. Ou choisissez ici « Statique » comme type d'adressage IP.",
    registration_expired:
      "Vérifiez que l'autre côté est toujours en marche et joint toujours cet autocommutateur.",
    unregistered: "Cochez de nouveau « S'enregistrer » de l'autre côté.",
    password_missing_register:
      "Saisissez le mot de passe dans l'onglet « Enregistrement » : celui que l'autre côté a pour cet identifiant.",
    password_missing: "Saisissez le mot de passe de l'interconnexion : celui que l'autre côté connaît.",
    wrong_password_register:
      "Mettez dans l'onglet « Enregistrement » le même identifiant et le même mot de passe que de l'autre côté.",
    wrong_password:
      "Donnez à l'interconnexion le même identifiant et le même mot de passe que de l'autre côté.",
    not_found_register:
      "Créez l'interconnexion de l'autre côté, ou corrigez l'identifiant dans l'onglet « Enregistrement ».",
    not_found: "Regardez quels numéros l'autre côté accepte de cette interconnexion.",
    not_allowed_register: "Décochez « S'enregistrer » si l'autre côté connaît déjà notre adresse.",
    too_brief: "Augmentez la durée dans l'onglet « Enregistrement ».",
    log: "Consultez le journal de l'autre côté.",
  },
  test: {
    title: "Test",
    saved: "Ce qui est testé est ce qui est enregistré, pas ce qui est saisi.",
    number: "Numéro d'un test d'écho là-bas",
    numberHelp:
      "Facultatif : il est appelé par cette interconnexion pendant trois secondes, une tonalité est jouée, et ce qui revient est mesuré. Sur un autre Strowger, un appel entrant qui mène au test d'écho ; sur un Asterisk, Echo(). Laissé vide, aucun appel n'est passé.",
    running: "Cela prend quelques secondes, 20 au plus.",
    runningCall: "Cela prend quelques secondes, 40 au plus.",
    look: "Voir l'appel, message par message",
    passed: "Le test a réussi.",
    failed: "Le test a trouvé quelque chose qui ne va pas.",
    outcomes: { passed: "Réussi", failed: "Échoué", skipped: "Pas essayé" },
    steps: {
      resolve: "Trouver l'adresse de l'autre côté",
      options: "Lui demander par OPTIONS s'il est là",
      register: "S'enregistrer chez lui",
      call: "Appeler le numéro, jouer une tonalité et écouter",
    },
    call: {
      heard:
        "La tonalité est revenue en {{codec}} à {{level}} dBm0 (jouée à {{sent}}), après {{delay}} ms, avec {{loss}} de paquets perdus : le son passe dans les deux sens",
      other_heard:
        "Il répond et on l'entend, à {{level}} dBm0, mais la tonalité que nous jouons ne revient pas",
      only_silence_one:
        "Il répond et envoie {{count}} paquet, mais qui ne contient que du silence : la tonalité que nous jouons ne revient pas",
      only_silence_other:
        "Il répond et envoie {{count}} paquets, mais qui ne contiennent que du silence : la tonalité que nous jouons ne revient pas",
      nothing_heard_one:
        "Il répond, mais aucun son ne vient de là : {{count}} paquet est parti, aucun n'est venu",
      nothing_heard_other:
        "Il répond, mais aucun son ne vient de là : {{count}} paquets sont partis, aucun n'est venu",
      strangers_one:
        "Il répond, mais aucun son ne vient de l'adresse qu'il a donnée : {{count}} paquet est venu d'ailleurs et n'a pas été cru",
      strangers_other:
        "Il répond, mais aucun son ne vient de l'adresse qu'il a donnée : {{count}} paquets sont venus d'ailleurs et n'ont pas été crus",
      cut: "Il a raccroché après {{seconds}} s, avant que la tonalité ne soit revenue",
      rang: "Ça sonne, mais personne ne répond en {{seconds}} s",
      not_answered: "Personne ne répond en {{seconds}} s",
      no_media: "Il répond avec des médias inutilisables : {{why}}",
      busy: "Le numéro est occupé : {{status}} {{reason}}",
      no_common_codec:
        "Refusé avec {{status}} {{reason}} : l'autre côté ne prend aucun des codecs que cette interconnexion propose",
      full_one: "Pas appelé : l'interconnexion a autant d'appels qu'elle peut en avoir ({{count}})",
      full_other: "Pas appelé : l'interconnexion a autant d'appels qu'elle peut en avoir ({{count}})",
      no_port: "Pas appelé : aucun port RTP n'est libre",
      no_room: "Pas appelé : l'autocommutateur ne prend plus d'appels pour l'instant",
      stopped: "Quelqu'un ici a mis fin à l'appel avant qu'il n'y soit répondu",
      never_called:
        "Pas appelé : une interconnexion dont le type de connexion est « User » ne fait que nous appeler",
    },
    callRemedy: {
      level: "Cherchez ce qui change le niveau en chemin : en général, le gain d'une passerelle.",
      loss: "Cherchez en chemin une ligne saturée, un mauvais câble ou du Wi-Fi : une telle perte s'entend.",
      delay:
        "Au-delà de 300 ms, on se coupe la parole : cherchez un long chemin ou de grandes mémoires tampons.",
      not_back:
        "Indiquez le numéro d'un test d'écho. Si c'en est un, notre son n'atteint pas l'autre côté : vérifiez que son pare-feu laisse entrer RTP et que notre adresse externe est juste (paramètres généraux, onglet « Réseau »).",
      nothing_heard:
        "Vérifiez qu'un pare-feu ne ferme pas les ports RTP (rtp.ports du fichier de configuration) et, derrière un NAT, que notre adresse externe est celle que l'autre côté peut atteindre (paramètres généraux, onglet « Réseau »).",
      strangers:
        "Regardez quelle adresse l'autre côté donne dans sa réponse : derrière un NAT, il faut lui dire son adresse externe.",
      codec:
        "Activez un codec que les deux côtés ont : onglet « Signalisation » de cette interconnexion, et de même de l'autre côté.",
      cut: "Indiquez un numéro qui reste en ligne, par exemple un test d'écho.",
      not_answered: "Indiquez un numéro qui répond tout seul, par exemple un test d'écho.",
      busy: "Indiquez un autre numéro, ou réessayez plus tard.",
      full: "Attendez qu'un appel se termine, ou augmentez la limite d'appels.",
      no_port: "Attendez qu'un appel se termine, ou élargissez rtp.ports dans le fichier de configuration.",
      never_called: "Choisissez le type de connexion « Friend » ou « Peer » si elle doit être appelée.",
      again: "Réessayez.",
    },
    resolved: "Son adresse est {{addresses}}",
    contact: "Il s'est enregistré ici depuis {{place}}",
    late: "Ni le DNS ni {{name}} n'ont répondu à temps",
    answered: "Il répond à {{place}} avec {{status}} en {{trip}} ms : toute réponse montre qu'il est là",
    registered: "Enregistré chez {{place}} pour {{expires}}",
    no_address: "Pas essayé : il n'y a pas d'adresse où l'envoyer",
    disabled: "Cette interconnexion est désactivée, rien ne lui est donc envoyé",
    not_configured: "Pas essayé : il ne faut pas s'enregistrer chez lui (onglet « Enregistrement »)",
  },
  about: {
    since: "Depuis {{moment}}, {{ago}}",
    nextTry: "Prochain essai dans {{next}}",
    lastAnswer: "Dernière réponse : {{code}} {{reason}}, {{ago}}",
    calls_one: "{{count}} appel en cours",
    calls_other: "{{count}} appels en cours",
    agent: "Il se présente comme {{agent}}",
  },
} satisfies SameKeys<typeof en>;
