/** French: the dashboard. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/dashboard";

export default {
  title: "Tableau de bord",
  lead: "Ce qui se passe dans cet autocommutateur, maintenant et aujourd'hui. Tout ici est en direct.",
  tiles: {
    calls: "Appels en cours",
    peak: "Au plus {{peak}} à la fois aujourd'hui",
    lines: "Téléphones enregistrés",
    linesOf: "sur {{total}}",
    linesNone: "Pas encore de ligne",
    trunks: "Interconnexions",
    trunksNone: "Pas encore d'interconnexion",
    up: "{{number}} en service",
    unknown: "{{number}} d'état inconnu",
    disabled: "{{number}} désactivées",
    down: "{{number}} en panne",
    quality: "Audio de la dernière heure",
    noQuality: "Aucun appel n'a été mesuré",
    mos: "MOS {{mos}} sur {{calls}}",
    calls_one: "{{count}} appel",
    calls_other: "{{count}} appels",
    load: "Charge",
    cpu: "d'un cœur, sur {{cores}} présents",
    memory: "Mémoire {{memory}}, en marche depuis {{uptime}}",
    media: "Thread audio le plus occupé : {{share}}",
  },
  grades: { excellent: "Excellente", good: "Bonne", fair: "Moyenne", poor: "Médiocre", bad: "Mauvaise" },
  attention: {
    title: "À surveiller",
    none: "Rien ne demande votre attention.",
    levels: { critical: "Critique", warning: "Avertissement", notice: "Remarque" },
    open: "Ouvrir",
    trunkDown: "Les appels par l'interconnexion {{name}} échouent.",
    trunkDownSince: "Les appels par l'interconnexion {{name}} échouent, depuis {{since}}.",
    trunkDownRemedy: "Sa page dit pourquoi, et que faire.",
    tollFraud:
      "Qui appelle par l'interconnexion {{name}} peut rappeler vers l'extérieur : son contexte {{room}} atteint l'appel sortant {{outgoing}}.",
    tollFraudKept:
      "L'interconnexion {{name}} est dans le contexte {{room}}, qui atteint l'appel sortant {{outgoing}}. Seul son réglage Transit empêche ses appels de ressortir.",
    tollFraudRemedy: "Donnez-lui le contexte Incalls, sauf si l'autre autocommutateur est le vôtre.",
    weakLinePassword: "La ligne {{name}} a un mot de passe faible, parce que quelqu'un a insisté.",
    weakTrunkPassword: "L'interconnexion {{name}} a un mot de passe faible, parce que quelqu'un a insisté.",
    weakRemedy: "Générez-en un solide, et saisissez-le aussi à l'autre bout.",
    lineContested_one:
      "Deux téléphones se chassent l'un l'autre de la ligne {{name}}, qui accepte {{count}} téléphone.",
    lineContested_other:
      "Des téléphones se chassent les uns les autres de la ligne {{name}}, qui accepte {{count}} téléphones.",
    stopped: "Arrêté : {{calls}} de {{whose}}.",
    stoppedCalls: {
      any: "appels extérieurs",
      internal: "appels internes",
      emergency: "appels d'urgence",
      free: "appels gratuits",
      national: "appels nationaux",
      mobile: "appels vers les mobiles",
      special: "appels vers les numéros spéciaux",
      international: "appels internationaux",
      premium: "appels surtaxés",
    },
    payer: {
      exchange: "l'autocommutateur entier",
      user: "l'utilisateur {{name}}",
      trunk: "l'interconnexion {{name}}",
    },
    stoppedRemedy:
      "Regardez qui appelle. Si ce n'est pas vous, changez le mot de passe de la ligne ; puis levez l'arrêt.",
    emergencyCalled: "{{who}} a appelé le {{number}}, {{when}}.",
    shutOut:
      "{{address}} est exclue pour avoir deviné des mots de passe ; son dernier essai : « {{tried}} ».",
    shutOutAccount: "Le compte « {{account}} » est exclu depuis {{address}} pour des mots de passe faux.",
    shutOutRemedy: "Si c'est un téléphone à vous, donnez-lui le bon mot de passe et réadmettez-le.",
    lineContestedRemedy: "Donnez à chaque téléphone sa ligne, ou permettez plus d'appareils à celle-ci.",
    userWithoutLine: "{{from}} envoie des appels à {{user}}, qui n'a pas de ligne.",
    userWithoutLineRemedy: "Donnez une ligne à cet utilisateur, ou envoyez les appels ailleurs.",
    keysInClear:
      "L'interconnexion {{name}} exige un audio chiffré, mais son SIP ne passe pas par TLS : qui écoute lit les clés.",
    keysInClearRemedy: "Choisissez TLS comme transport, sous l'onglet Avancé.",
    trunkNotCalled:
      "L'appel sortant {{outgoing}} utilise l'interconnexion {{name}}, qui ne fait que recevoir.",
    trunkNotCalledRemedy:
      "Mettez son type de connexion à Friend ou Peer, ou utilisez une autre interconnexion.",
    trunksDisabled:
      "L'appel sortant {{outgoing}} ne mène nulle part : toutes ses interconnexions sont désactivées.",
    trunksDisabledRemedy: "Activez l'une de ses interconnexions, ou donnez-lui-en une autre.",
    emergencyUnreachable:
      "Le numéro d'urgence {{number}} ne peut pas être appelé depuis le contexte {{room}}.",
    emergencyElsewhere:
      "Le numéro d'urgence {{number}} mène à {{to}} depuis le contexte {{room}}, et non à l'extérieur.",
    emergencyRemedy: "Ajoutez un appel sortant qui prend {{number}} par une interconnexion.",
    storage: {
      full: "Rien ne peut être enregistré : il n'y a plus de place sur le disque de la base de données.",
      read_only: "Rien ne peut être enregistré : le disque de la base de données refuse l'écriture.",
      locked: "Rien ne peut être enregistré : un autre programme retient la base de données.",
      slow: "Le disque de la base de données met des secondes à écrire.",
      damaged: "La base de données est endommagée.",
      failing: "Rien ne peut être enregistré : le disque de la base de données est en panne.",
    },
    storageGoesOn:
      "Depuis {{since}}. Les appels et les enregistrements continuent ; ce qu'ils laissent attend de pouvoir être écrit ({{waiting}} lignes).",
    storageRemedy: {
      full: "Faites de la place sur ce disque.",
      read_only: "Regardez ce que le système dit du disque (dmesg), et remontez-le en écriture.",
      locked: "Arrêtez l'autre programme ; fuser strowger.db dans le répertoire des données le nomme.",
      slow: "Cherchez ce qui occupe le disque, et s'il est en train de mourir (smartctl).",
      damaged:
        "Arrêtez l'autocommutateur, puis mettez la dernière bonne sauvegarde en place : strowger recover.",
      failing: "Regardez ce que le système dit du disque (dmesg, smartctl).",
    },
    rowsLost_one:
      "Une ligne du journal des appels ou des enregistrements a été perdue depuis le démarrage de l'autocommutateur.",
    rowsLost_other:
      "{{count}} lignes du journal des appels ou des enregistrements ont été perdues depuis le démarrage de l'autocommutateur.",
    rowsLostRemedy: "Le journal dit quand et pourquoi. Les téléphones s'enregistrent de nouveau d'eux-mêmes.",
    diskNearlyFull: "Le disque de la base de données est presque plein : il reste {{free}} sur {{total}}.",
    diskNearlyFullRemedy:
      "Libérez de la place, ou déplacez le dossier des données vers un disque plus grand.",
  },
  day: {
    title: "Appels du jour",
    answered: "Répondus",
    missed: "Manqués",
    failed: "Échoués",
    none: "Pas encore d'appel aujourd'hui.",
    hour: "Heure",
    table: "Sous forme de tableau",
    picture: "Appels par heure : {{answered}} répondus, {{missed}} manqués, {{failed}} échoués",
    bar: "{{hour}} : {{answered}} répondus, {{missed}} manqués, {{failed}} échoués",
    all: "Tous les appels",
  },
  worst: {
    title: "Appels qui sonnaient mal",
    call: "{{caller}} vers {{dialled}}",
    mos: "MOS {{mos}}",
  },
  changes: {
    title: "Derniers changements",
    none: "Rien n'a encore été changé.",
    by: "{{author}}, {{when}}",
    all: "Historique",
  },
  next: {
    title: "Que faire maintenant",
    users: "Ajouter les personnes qui ont un téléphone",
    usersHint: "Chacune reçoit un numéro et une ligne, dont les réglages vont dans le téléphone.",
    trunk: "Relier un autre autocommutateur ou un opérateur",
    trunkHint: "Une interconnexion, des deux côtés : c'est ce que fait la page de XiVO.",
    out: "Dire quels numéros sortent par l'interconnexion",
    outHint: "Un appel sortant : par exemple **99. avec 4 chiffres retirés.",
    try: "Essayer un numéro avant que quelqu'un ne le compose",
    tryHint: "Voir où irait un appel, étape par étape, et pourquoi.",
  },
} satisfies SameKeys<typeof en>;
