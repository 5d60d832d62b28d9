/** French: outgoing calls. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/outgoing";

export default {
  title: "Appels sortants",
  lead: "Un appel sortant dit quels numéros composés partent par quelles interconnexions, et ce qui en est envoyé.",
  new: "Nouvel appel sortant",
  newTitle: "Nouvel appel sortant",
  editTitle: "Appel sortant {{name}}",
  empty: {
    title: "Aucun appel sortant",
    words:
      "Créez-en un pour que des numéros comme **99101 partent par une interconnexion. Il vous faut une interconnexion et le motif des numéros.",
  },
  columns: {
    name: "Nom",
    patterns: "Exten",
    context: "Contexte",
    trunks: "Interconnexions",
    ring: "Durée de sonnerie",
    strip: "Stripnum",
  },
  noTrunk: "Il n'y a pas encore d'interconnexion par où les appels pourraient partir.",
  makeTrunk: "Créer d'abord une interconnexion",
  tabs: { general: "Général", exten: "Exten" },
  fields: {
    name: "Nom",
    nameHelp:
      "Le nom de cet appel sortant ici, par exemple vers-b. Laissé vide, celui de sa première interconnexion.",
    trunks: "Interconnexions",
    trunksHelp:
      "Essayées dans cet ordre : la suivante si la précédente est injoignable, pleine ou refuse ; jamais après une sonnerie ou une occupation.",
    order: "Ordre des interconnexions",
    context: "Contexte",
    contextHelp:
      "Où ses numéros sont composés : un contexte du type outcall, inclus par ceux qui peuvent les composer, par exemple to-extern.",
    ring: "Durée de sonnerie",
    ringHelp: "Durée permise en secondes, jusqu'à 10 800. 0 ou vide : sans fin.",
    emergency: "Pour les numéros d'urgence",
    emergencyHelp:
      "Les numéros d'urgence des réglages généraux que ses motifs reconnaissent sortent par lui, dans l'ordre de ses interconnexions, qui que ce soit qui appelle et depuis tout contexte ; son identité est montrée. Ni limite ni arrêt ne les retient.",
    internal: "Identité interne",
    internalHelp:
      "Laisse l'identité de l'appelant telle quelle : pour les appels entre vos propres autocommutateurs (« Interne » de XiVO).",
    exten: "Exten",
    extenHelp: "Les numéros, par exemple **99. (notez le point final) ou 0NXXXXXXXX.",
    strip: "Stripnum",
    stripHelp: "Combien de caractères retirer au début. Laissé vide, aucun.",
    prefix: "Préfixe",
    prefixHelp: "Placé devant ce qui reste, par exemple 0.",
    external: "Préfixe externe",
    externalHelp: "Placé devant tout cela, par exemple le code d'un opérateur.",
    callerId: "Identité de l'appelant",
    callerIdHelp: "Ce que voit l'extérieur si l'utilisateur n'a rien en propre, par exemple 0123456789.",
  },
  signs: {
    title: "Les signes d'un motif",
    insert: "Insérer {{sign}} : {{meaning}}",
    X: "un chiffre, de 0 à 9",
    Z: "un chiffre, de 1 à 9",
    N: "un chiffre, de 2 à 9",
    set: "un parmi 1, 2, 3, 4, 5 et 7",
    dot: "un ou plusieurs caractères quelconques ; seulement à la fin",
    bang: "n'importe quoi ou rien ; seulement à la fin",
    other:
      "Tout autre chiffre, * ou # vaut pour lui-même. Le motif le plus précis l'emporte, quel que soit leur ordre.",
  },
  row: {
    title: "Motif {{number}}",
    add: "Ajouter un motif",
    remove: "Retirer le motif {{number}}",
    none: "Aucun motif : rien ne part par cet appel sortant.",
  },
  examples: {
    matching: "Correspond",
    notMatching: "Ne correspond pas",
    sends: "{{number}} envoie {{sent}}",
    because: "{{number}} : {{why}}",
  },
  try: {
    title: "Essayer des numéros",
    label: "Numéros à essayer",
    help: "Comme quelqu'un les composerait, séparés par des espaces, par exemple **99101 0123456789. Rien n'est appelé, et ce qui n'est pas encore enregistré compte.",
    caption: "Ce que fait chaque numéro",
    number: "Composé",
    verdict: "Verdict",
    sent: "Envoyé",
    matches: "Correspond au motif {{pattern}}",
    none: "Ne correspond pas",
    noneWhy: "Ne correspond pas : {{why}}",
    nothing: "rien",
  },
  rejected: {
    too_short: "trop court",
    too_long: "trop long",
    character: "« {{dialled}} » à la place {{place}} ne convient pas",
    caller: "le numéro de l'appelant ne convient pas",
  },
} satisfies SameKeys<typeof en>;
