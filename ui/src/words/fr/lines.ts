/** French: lines, and the phones that log in on them. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/lines";

export default {
  title: "Lignes",
  lead: "Une ligne est le compte SIP avec lequel un téléphone s'enregistre. Son contexte décide de ce que le téléphone peut composer ; son numéro le fait sonner.",
  add: "Ajouter une ligne",
  newTitle: "Nouvelle ligne",
  oneTitle: "Ligne {{username}}",
  empty: {
    title: "Aucune ligne pour l'instant",
    words:
      "Les lignes viennent avec leurs utilisateurs : créez un utilisateur, et l'identifiant et le mot de passe du téléphone sont créés en même temps.",
    action: "Créer un utilisateur",
  },
  columns: {
    username: "Identifiant",
    user: "Utilisateur",
    number: "Numéro",
    context: "Contexte",
    state: "État",
    callerId: "Identité de l'appelant",
    devices: "Appareils",
    codecs: "Codecs",
    position: "Rang",
  },
  generalCodecs: "généraux",
  tabs: { general: "Général", signaling: "Signalisation", advanced: "Avancé" },
  fields: {
    user: "Utilisateur",
    userHelp: "À qui est ce téléphone. Les appels pour cette personne sonnent ici.",
    username: "Identifiant",
    usernameHelp:
      "Ce avec quoi le téléphone s'enregistre. Huit caractères au hasard sont plus difficiles à trouver que 201 pour un robot ; aucune autre ligne ni aucune interconnexion ne peut l'avoir.",
    usernameStored:
      "Un nouvel identifiant fait une nouvelle ligne, car c'est lui qui les distingue. Pour renommer celle-ci, ouvrez la ligne elle-même.",
    openLine: "Ouvrir cette ligne",
    password: "Mot de passe",
    passwordHelp:
      "Ce avec quoi le téléphone s'authentifie. Il est généré pour que personne ne le devine. Il n'est plus jamais affiché de lui-même.",
    context: "Contexte",
    contextHelp:
      "Ce que le téléphone peut composer, et d'où son numéro peut être composé. En général « default ».",
    number: "Numéro",
    numberHelp:
      "Ce que les autres composent, par exemple 201. Il doit être dans la plage du contexte pour les utilisateurs. Plusieurs lignes peuvent partager un numéro : toutes sonnent. Laissé vide, la ligne sonne avec le numéro principal de l'utilisateur.",
    callerId: "Identité de l'appelant",
    callerIdHelp:
      'Ce que les autres voient, par exemple "Alice Lab" <201>. Laissé vide : le nom de l\'utilisateur et le numéro de cette ligne.',
    devices: "Appareils",
    devicesHelp:
      "Combien de téléphones peuvent être enregistrés à la fois sur cette ligne, de 1 à 100. Tous sonnent. Au-delà, le plus récent prend la place du plus ancien sans prévenir. Laissé vide : 10.",
    codecs: "Codecs activés",
    codecsHelp:
      "Comment la parole est encodée, le meilleur d'abord. En général, les codecs généraux conviennent.",
    digest: "Algorithmes d'authentification",
    digestHelp:
      "Comment le téléphone prouve son mot de passe. MD5 est ce que tous les téléphones connaissent ; ne proposez SHA-256 qu'à ceux qui le comprennent. Laissé vide : MD5.",
    position: "Rang",
    positionHelp:
      "Son rang parmi les lignes de l'utilisateur : la plus basse est la ligne principale. Laissé vide : 1.",
  },
  state: {
    title: "Enregistrement",
    waiting: "Recherche…",
    unknown: "État inconnu",
    none: "Non enregistrée",
    noneHint:
      "Aucun téléphone n'est enregistré sur cette ligne. Ouvrez « Réglages du téléphone » et saisissez-les dans le téléphone ; un mauvais mot de passe se voit dans le journal de l'autocommutateur.",
    registered: "Enregistrée à l'adresse {{address}}",
    several_one: "{{count}} téléphone enregistré",
    several_other: "{{count}} téléphones enregistrés",
    labelled: "{{label}} : {{state}}",
    phone: "{{phone}} à l'adresse {{address}} en {{transport}}, valable encore {{left}}",
    phoneShort: "{{phone}}, valable encore {{left}}",
    phoneLapsed: "{{phone}} à l'adresse {{address}} en {{transport}} n'a pas renouvelé son enregistrement",
    namelessPhone: "Un téléphone sans nom",
  },
  secret: {
    show: "Afficher le mot de passe",
    title: "Mot de passe de {{username}}",
    ask: "Le mot de passe vous est montré, et l'audit note que vous l'avez consulté.",
    shown: "Voici ce avec quoi le téléphone s'enregistre :",
  },
  sheet: {
    open: "Réglages du téléphone",
    openOf: "Réglages du téléphone de {{name}}",
    title: "Réglages du téléphone : {{whose}}",
    lead: "Saisissez-les dans la page web du téléphone, ou dans un softphone. Ce qu'un téléphone nomme autrement : compte, user ID et nom d'authentification sont l'identifiant ; domaine, registrar et proxy sont le serveur.",
    unreachable:
      "L'autocommutateur n'écoute sur aucune adresse qu'un téléphone pourrait joindre. Donnez les adresses SIP dans son fichier de configuration, ou dites dans les paramètres généraux comment les téléphones le joignent.",
    table: "Réglages du téléphone",
    server: "Serveur",
    serverHint: "aussi appelé domaine, registrar ou proxy SIP",
    port: "Port",
    transport: "Transport",
    username: "Identifiant",
    usernameHint: "aussi comme nom d'authentification ou auth ID",
    password: "Mot de passe",
    hidden: "Non affiché",
    showPassword: "Afficher le mot de passe (cet accès est consigné)",
    displayName: "Nom affiché",
    number: "Numéro",
    codecs: "Codecs, le meilleur d'abord",
    expiry: "Durée d'enregistrement, en secondes",
    expiryHint: "le téléphone peut en demander une autre ; l'autocommutateur la garde dans ses limites",
    print: "Imprimer",
  },
  code: {
    title: "Code QR",
    kinds: { wave: "Compte entier", address: "Adresse SIP" },
    labels: { wave: "Code QR avec le compte entier", address: "Code QR avec l'adresse SIP" },
    why: {
      wave: "Pour l'application Grandstream Wave sur Android et iOS : choisissez « Scanner un code QR » en ajoutant un compte. Serveur, identifiant et mot de passe viennent avec le code ; il ne reste rien à saisir.",
      address:
        "Une simple adresse SIP, que tout appareil photo lit et qui s'ouvre dans le softphone installé. Elle ne contient pas de mot de passe : saisissez-le à la main. Linphone et Zoiper ne lisent que des codes qui mènent à un serveur d'approvisionnement ; pour eux, utilisez la liste ci-dessus.",
    },
    needsPassword: "Le code contient le mot de passe : affichez-le d'abord.",
    secret: "Qui photographie ce code a le mot de passe. Ne le laissez pas traîner.",
  },
} satisfies SameKeys<typeof en>;
