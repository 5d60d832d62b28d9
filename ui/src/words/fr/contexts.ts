/** French: contexts. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/contexts";

export default {
  title: "Contextes",
  lead: "Un contexte est un espace de numéros. Qui appelle cherche d'abord dans le contexte du téléphone ou de l'interconnexion, puis dans ce qu'il inclut, dans l'ordre.",
  add: "Ajouter un contexte",
  newTitle: "Nouveau contexte",
  oneTitle: "Contexte {{name}}",
  formLead:
    "Un numéro trouvé dans le contexte lui-même l'emporte sur tout numéro trouvé dans ce qu'il inclut.",
  empty: {
    title: "Aucun contexte pour l'instant",
    words:
      "Commencez par « default » pour les téléphones, et « Incalls » pour les numéros qu'un opérateur envoie.",
  },
  columns: {
    name: "Nom",
    label: "Nom affiché",
    kind: "Type",
    ranges: "Plages de numéros",
    includes: "Inclut",
  },
  kinds: {
    internal: "Interne",
    incall: "Appels entrants",
    outcall: "Appels sortants",
    services: "Services",
    others: "Autres",
  },
  kindWords: {
    internal: "Pour les téléphones et leurs numéros, et pour les extensions. « default » en est un.",
    incall:
      "Pour les numéros qui viennent de l'extérieur (SDA). Les interconnexions avec un opérateur vont ici : un appelant extérieur n'atteint alors que les SDA, et rien d'autre.",
    outcall:
      "Pour les motifs des appels sortants. Les contextes internes l'incluent, pour que leurs téléphones puissent appeler dehors. Aucune interconnexion ne devrait pouvoir l'atteindre.",
    services:
      "Pour les extensions qui sont des services, comme les tests et les annonces, que d'autres contextes incluent.",
    others:
      "Pour ce qui n'a sa place nulle part ailleurs. Des téléphones et des extensions peuvent s'y trouver.",
  },
  tabs: { general: "Général", ranges: "Plages de numéros", includes: "Inclusions" },
  fields: {
    name: "Nom",
    nameHelp:
      "Lettres, chiffres, _ et -, par exemple default ou to-extern. Il ne peut plus être modifié ensuite : interconnexions, fichiers et personnes s'y réfèrent.",
    nameFixed: "Fixé à la création du contexte : interconnexions, fichiers et personnes s'y réfèrent.",
    label: "Nom affiché",
    labelHelp: "Comment on l'appelle, par exemple Siège. Laissé vide : le nom.",
    kind: "Type",
    kindHelp: "Ce qu'il contient. L'autocommutateur refuse ce qui n'y a pas sa place.",
    includes: "Contextes inclus",
    includesHelp:
      "Consultés après celui-ci, le premier d'abord, chacun avec tout ce qu'il inclut à son tour.",
    includesNone: "Il n'en inclut aucun : ce qui n'est pas trouvé ici n'est trouvé nulle part.",
    includesAdd: "Inclure un contexte",
  },
  range: {
    short: "{{numbers}} ({{for}})",
    kinds: {
      user: "utilisateurs",
      group: "groupes",
      queue: "files d'attente",
      conference_room: "conférences",
      incall: "appels entrants",
    },
    help: {
      internal:
        "Quels numéros peuvent être donnés ici aux utilisateurs. Un numéro en dehors des plages de son type est refusé ; le prochain libre est proposé.",
      incall: "Quels numéros (SDA) arrivent ici. Une SDA en dehors des plages est refusée.",
      outcall:
        "Un contexte d'appels sortants n'a pas besoin de plages : ses motifs disent ce qui correspond.",
      services:
        "Quels numéros peuvent être donnés ici aux utilisateurs. Un numéro en dehors des plages de son type est refusé.",
      others:
        "Quels numéros peuvent être donnés à quoi. Un numéro en dehors des plages de son type est refusé.",
    },
    none: "Sans plage, tout numéro est permis, et aucun numéro libre ne peut être proposé.",
    one: "Plage {{number}}",
    add: "Ajouter une plage",
    remove: "Retirer la plage {{number}}",
    for: "Pour",
    forHelp: "À quoi ces numéros sont donnés.",
    start: "Premier numéro",
    startHelp: "Au plus 16 chiffres, par exemple 200.",
    end: "Dernier numéro",
    endHelp: "Autant de chiffres, par exemple 299. Laissé vide : un seul numéro.",
    didLength: "Longueur SDA",
    didLengthHelp: "Combien de chiffres l'opérateur envoie, comptés depuis la fin. Laissé vide : tous.",
  },
  reach: {
    title: "Qui peut joindre qui",
    lead: "Les flèches sont des inclusions. Qui est dans un contexte peut composer ce qui s'y trouve et tout ce où mènent les flèches.",
    picture: "Dessin des contextes ; le tableau ci-dessous dit la même chose",
    table: "Qui peut joindre qui, en toutes lettres",
    trunks: "Interconnexions dont les appels arrivent ici",
    outgoing: "Appels sortants qui partent d'ici",
    from: "Depuis",
    into: "Consultés, dans cet ordre",
    enters: "Interconnexions qui arrivent ici",
    leaves: "Peut sortir par",
    noTrunk: "aucune",
    stays: "reste à l'intérieur",
  },
  leaks: {
    title: "Les appels d'une interconnexion pourraient atteindre un appel sortant",
    titleOpen: "Fraude : les appels d'une interconnexion peuvent ressortir à vos frais",
    open: "L'interconnexion {{trunk}} arrive dans {{room}} et peut ressortir par {{outgoing}}.",
    held: "L'interconnexion {{trunk}} arrive dans {{room}}, qui atteint {{outgoing}} ; seul son réglage « Transit » désactivé retient les appels.",
    remedy: "Donnez à l'interconnexion un contexte du type Appels entrants qui n'inclut rien.",
    toTrunks: "Aller aux interconnexions",
    mark: "atteint par une interconnexion",
  },
} satisfies SameKeys<typeof en>;
