/** French: the first run. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/setup";

export default {
  title: "Premier démarrage",
  where: "Étape {{place}} sur {{count}} : {{name}}",
  steps: {
    language: "Langue",
    administrator: "Administrateur",
    exchange: "Autocommutateur",
    numbering: "Numérotation",
    users: "Utilisateurs",
  },
  later: "Continuer plus tard",
  laterHint: "Quitte l'assistant. La prochaine connexion vous ramènera ici.",
  never: "Se passer de l'assistant",
  neverHint: "Quitte l'assistant pour de bon. Tout ce qu'il contient peut se faire depuis le menu.",
  toDashboard: "Vers le tableau de bord",
  language: {
    title: "Bienvenue",
    lead: "C'est le premier démarrage de votre autocommutateur téléphonique. Cinq courtes étapes, et les téléphones sonnent. Vous pouvez vous arrêter après chacune, et tout changer plus tard.",
  },
  administrator: {
    title: "Qui l'administre",
    lead: "Le premier administrateur peut tout faire, et pourra en ajouter d'autres.",
    username: "Identifiant",
    usernameHelp:
      "Ce que vous tapez pour vous connecter, par exemple votre prénom. Lettres, chiffres, « . », « _ », « - » et « @ ».",
    password: "Mot de passe",
    passwordHelp:
      "Il n'y en a pas par défaut. Impossible de continuer sans un mot de passe robuste : qui l'a peut téléphoner à vos frais.",
  },
  link: {
    incomplete: {
      title: "Le lien d'installation n'est pas complet",
      words: "Ce qui doit suivre le # manque. Copiez en entier la ligne que l'autocommutateur a affichée.",
    },
    old: {
      title: "Le lien d'installation est celui d'un démarrage précédent",
      words:
        "Chaque démarrage de l'autocommutateur affiche un nouveau lien, et seul le plus récent marche. Prenez le dernier, ou redémarrez l'autocommutateur pour en obtenir un autre.",
    },
    done: {
      title: "Il y a déjà un administrateur",
      words:
        "Le lien d'installation ne sert qu'une fois. Connectez-vous avec l'identifiant et le mot de passe choisis alors.",
    },
    where: "La ligne ressemble à ceci ; elle figure là où l'autocommutateur a été démarré :",
    journal: "S'il tourne en service, elle est dans le journal ; prenez la dernière :",
    signIn: "Vers la page de connexion",
  },
  exchange: {
    title: "L'autocommutateur",
    lead: "Comment il s'appelle, quelle heure il y est, et à quelle adresse les téléphones le trouvent.",
    name: "Nom",
    nameHelp:
      "Comment les gens l'appellent, par exemple « Bureau de Lyon ». Seulement affiché sur ces pages.",
    timeZone: "Fuseau horaire",
    timeZoneHelp:
      "Pour les heures des exports et des courriels. Ces pages montrent l'heure de votre propre ordinateur.",
    addresses: "Adresses de cet autocommutateur",
    noAddresses:
      "Cet autocommutateur n'écoute sur aucune adresse qu'un autre ordinateur pourrait joindre. Son fichier de configuration dit où il écoute.",
    kinds: {
      private: "pour les téléphones de votre réseau",
      public: "pour les téléphones où qu'ils soient",
      loopback: "pour les programmes de cet ordinateur seulement",
      link_local: "sur ce segment de réseau seulement",
    },
    best: "(les téléphones prennent celle-ci)",
    notListening: "l'autocommutateur n'écoute pas ici ; son fichier de configuration dit où il écoute",
    phoneAddress: "Adresse pour les téléphones",
    phoneAddressHelp:
      "Le nom ou l'adresse avec quoi les téléphones sont réglés. Laissé vide, il est déterminé : en ce moment {{address}}.",
    fixed:
      "Le fichier de configuration le dit : l'adresse externe est {{address}}. Elle ne se change que là.",
    nat: "Où sont les téléphones et les opérateurs ?",
    natHelp:
      "L'audio est envoyé à l'adresse annoncée à l'autre côté. Derrière un routeur, ce doit être celle du routeur.",
    inside: "Tous dans mon propre réseau",
    insideHint: "Rien d'autre à régler.",
    outside: "Certains sont sur Internet, et cet autocommutateur est derrière un routeur (NAT)",
    outsideHint: "Le routeur doit faire suivre le port SIP et les ports audio vers cet autocommutateur.",
    external: "Adresse externe",
    externalHelp:
      "L'adresse IP publique du routeur, par exemple 203.0.113.7. C'est celle qui est annoncée à ceux du dehors.",
    networks: "Réseaux locaux",
    networksHelp:
      "Réseaux dont les téléphones reçoivent l'adresse intérieure, par exemple 192.168.1.0/24. Laissé vide : ceux où est cet ordinateur.",
  },
  numbering: {
    title: "Numérotation",
    lead: "Quels numéros ont vos utilisateurs, et lesquels compose l'extérieur.",
    internal: "Numéros de vos utilisateurs (contexte default)",
    internalHelp: "Dans ce contexte, tout le monde peut appeler tout le monde.",
    incoming: "Numéros que compose l'extérieur (contexte Incalls)",
    incomingHelp:
      "Les SDA de votre opérateur, ou ce que compose un autre autocommutateur. Chacun ne mène à un utilisateur que si un appel entrant le dit. Laissé vide : n'importe quel numéro.",
    from: "De",
    to: "À",
    fromHelp: "Par exemple 100. Trois chiffres laissent de la place pour une centaine de personnes et plus.",
    toHelp: "Autant de chiffres que le premier.",
    inFrom: "Premier numéro entrant",
    inTo: "Dernier numéro entrant",
    didLength: "Chiffres envoyés par l'opérateur",
    didLengthHelp:
      "Comptés depuis la fin : 4 si vos numéros vont de 0145678900 à 99 et que seul 8900 arrive. Laissé vide : tous.",
    holds_one: "Place pour {{count}} numéro.",
    holds_other: "Place pour {{count}} numéros.",
  },
  users: {
    title: "Premiers utilisateurs",
    lead: "Tapez les noms ; numéros et mots de passe sont proposés. D'autres personnes pourront être ajoutées plus tard, aussi à partir d'un fichier CSV.",
    table: "Premiers utilisateurs",
    name: "Nom",
    namePlaceholder: "Alice Labo",
    number: "Numéro",
    password: "Mot de passe du téléphone",
    nameOf: "Nom de la rangée {{row}}",
    numberOf: "Numéro de la rangée {{row}}",
    passwordOf: "Mot de passe de la rangée {{row}}",
    generate: "Générer un autre mot de passe pour la rangée {{row}}",
    remove: "Retirer la rangée {{row}}",
    add: "Ajouter une rangée",
    made: "Créé",
    existing_one: "{{count}} utilisateur existe déjà.",
    existing_other: "{{count}} utilisateurs existent déjà.",
    emergency: "Numéros d'urgence",
    emergencyHelp:
      "Numéros que tout le monde doit pouvoir appeler. La proposition est déduite de votre langue : corrigez-la pour votre pays, et séparez-les par des virgules.",
    emergencyMissing:
      "Impossibles à appeler pour l'instant : {{numbers}}. Ajoutez une interconnexion, et un appel sortant qui prend ces numéros.",
    create: "Créer et continuer",
    skip: "Continuer",
    someWrong:
      "Certaines rangées n'ont pas pu être créées. Corrigez-les et réessayez ; les autres existent déjà.",
  },
  phones: {
    title: "Régler les téléphones",
    lead: "Chaque téléphone demande ce qui figure sur sa fiche. Dès qu'il s'est enregistré, sa fiche le dit.",
    none: "Il n'y a pas encore de ligne. Ajoutez d'abord un utilisateur.",
    addUser: "Ajouter des utilisateurs",
    settings: "Réglages",
    settingsOf: "Réglages du téléphone de {{name}}",
    all: "Tous les téléphones sont enregistrés.",
    some: "{{done}} sur {{count}} enregistrés",
    test: "Un appel d'essai",
    testLead: "Composez l'un de ces numéros sur un téléphone enregistré :",
    echo: "Écho : vous vous entendez vous-même",
    milliwatt: "Milliwatt : vous entendez une tonalité continue",
    noTest: "Il n'y a pas encore de numéros d'essai.",
    makeTest: "Créer les numéros d'essai",
    waitingCall: "En attente d'un appel…",
    calling: "{{line}} compose {{number}}",
    talking: "{{line}} est en communication avec {{number}}",
    ended: "{{line}} a raccroché",
    heard: "Du téléphone, l'autocommutateur a entendu",
    level: "Niveau en ce moment",
    loudest: "Niveau le plus fort",
    dbm0: "{{value}} dBm0",
    packets: "Paquets",
    sent: "Paquets envoyés vers lui",
    loss: "Perdus en route",
    jitter: "Gigue",
    mos: "Qualité (MOS, de 1 à 4,5)",
    codec: "Codec",
    silent:
      "Rien n'est encore venu du téléphone. Si cela dure, son audio n'atteint pas l'autocommutateur : cherchez un pare-feu, ou une mauvaise adresse dans le téléphone.",
    muted:
      "Le téléphone envoie du son, mais c'est du silence : parlez. Si vous parlez, son micro est coupé, débranché, ou n'est pas celui que vous croyez.",
    faint:
      "On vous entend, mais faiblement, à {{loudest}} au plus (la parole est vers -20) : rapprochez-vous du micro, ou augmentez son niveau dans le téléphone.",
    good: "Les deux sens marchent. L'autocommutateur est prêt.",
    lossy:
      "L'audio arrive, mais des paquets se perdent en route : regardez le réseau (Wi-Fi ?) entre le téléphone et l'autocommutateur.",
    finish: "C'est tout",
    next: "Ensuite : relier cet autocommutateur à un opérateur ou à un autre autocommutateur.",
    trunk: "Ajouter une interconnexion",
    manual: "Comment relier deux autocommutateurs",
  },
} satisfies SameKeys<typeof en>;
