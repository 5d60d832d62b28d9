/** French: who is shut out for guessing passwords. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/bans";

export default {
  title: "Exclus",
  lead: "Adresses qui ont deviné des mots de passe de lignes ou d'interconnexions par SIP. Après dix erreurs, le compte y est exclu : cinq secondes, puis une minute, dix, une heure, un jour. Qui essaie un troisième nom est exclu en entier, sauf si des téléphones ou des interconnexions à vous sont à la même adresse.",
  columns: {
    address: "Adresse",
    account: "Exclu",
    tried: "Dernier essai",
    guesses: "Mots de passe faux",
    since: "Depuis",
    until: "Fin",
  },
  everybody: "tout le monde à cette adresse",
  left: "dans {{time}}",
  lift: "Réadmettre",
  liftOf: "Réadmettre {{address}}",
  lifted: "{{address}} est de nouveau écoutée.",
  emptyTitle: "Personne n'est exclu",
  emptyWords: "Qui devine des mots de passe apparaît ici de lui-même ; il n'y a rien à régler.",
} satisfies SameKeys<typeof en>;
