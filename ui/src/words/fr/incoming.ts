/** French: incoming calls. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/incoming";

export default {
  title: "Appels entrants",
  lead: "Un appel entrant dit où mène un numéro appelé de l'extérieur (SDA).",
  new: "Nouvel appel entrant",
  newTitle: "Nouvel appel entrant",
  editTitle: "Appel entrant {{did}}",
  formLead:
    "Un appel qui arrive par une interconnexion est cherché dans le contexte de celle-ci. Le contexte de la cible est trouvé d'après la cible.",
  empty: {
    title: "Aucun appel entrant",
    words:
      "Créez-en un pour qu'un numéro que d'autres appellent, par exemple 101, mène à un utilisateur. Inutile pour les interconnexions dont le contexte est default : elles y joignent tous les numéros.",
  },
  columns: {
    did: "SDA",
    context: "Contexte",
    destination: "Destination",
    callerId: "Identité de l'appelant",
  },
  tabs: { general: "Général" },
  fields: {
    did: "SDA",
    didHelp:
      "Le numéro tel que l'autre côté l'envoie, par exemple 101 ou 0123456789 ; un + au début ne compte pas. Les motifs sont permis : . seul prend tous les numéros que rien d'autre ne prend.",
    context: "Contexte",
    contextHelp:
      "Le contexte de l'interconnexion par où l'appel arrive : un contexte du type incall, par exemple Incalls.",
    mode: "Modification de l'identité",
    modeHelp: "Ce que devient le nom de l'appelant avant que le téléphone l'affiche.",
    text: "Texte de l'identité",
    textHelp: "Le texte à utiliser, par exemple Ventes. Laissé vide, le nom reste tel qu'il est arrivé.",
  },
  modes: {
    prepend: "Texte devant le nom",
    overwrite: "Texte à la place du nom",
    append: "Texte après le nom",
  },
  edited: {
    prepend: "{{text}} + nom",
    overwrite: "{{text}}",
    append: "nom + {{text}}",
  },
} satisfies SameKeys<typeof en>;
