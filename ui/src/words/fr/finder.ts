/** French: the search box. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/finder";

export default {
  button: "Rechercher",
  label: "Rechercher des utilisateurs, numéros, interconnexions, pages et réglages",
  placeholder: "Un nom, un numéro, une page ou un chemin de menu de XiVO",
  pages: "Pages",
  found: "Dans cet autocommutateur",
  nothing: "Rien ne porte ce nom. Essayez-en une partie, ou un numéro.",
  hint: "Flèches pour choisir, Entrée pour ouvrir, Échap pour fermer",
  xivo: "XiVO : {{path}}",
} satisfies SameKeys<typeof en>;
