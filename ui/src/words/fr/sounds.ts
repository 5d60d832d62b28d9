/** French: sound files. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/sounds";

export default {
  title: "Fichiers audio",
  lead: "Les enregistrements que les appelants entendent. Une destination « Annonce » en joue un.",
  upload: "Téléverser un fichier audio",
  empty: {
    title: "Aucun fichier audio",
    words:
      "Téléversez un fichier WAV, par exemple un accueil. Un appel entrant ou un numéro peut ensuite y mener : destination « Annonce ».",
  },
  columns: { name: "Nom", length: "Durée", size: "Taille", changed: "Modifié", used: "Utilisé par" },
  unused: "rien encore",
  play: "Écouter {{name}}",
  stop: "Arrêter {{name}}",
  unplayable: "{{name}} n'a pas pu être joué.",
  delete: "Supprimer {{name}}",
  tooLarge: "Le fichier est trop gros : 50 Mo au plus.",
  uploaded: "{{name}} est téléversé",
  form: {
    file: "Fichier",
    fileHelp: "Un fichier WAV à 8, 16, 32 ou 48 kHz, de dix minutes et 50 Mo au plus.",
    choose: "Choisir un fichier",
    name: "Nom",
    nameHelp: "Lettres, chiffres, _ et -, par exemple accueil.",
    replace: "Écraser le fichier qui porte ce nom",
    progress: "Envoi de {{name}}",
    sent: "{{sent}} sur {{total}}",
    act: "Téléverser",
  },
} satisfies SameKeys<typeof en>;
