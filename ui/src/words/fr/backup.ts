/** French: everything in one file, out and in. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/backup";

export default {
  title: "Sauvegarde et restauration",
  lead: "Tout ce que sait l'autocommutateur, en un seul fichier : prenez-le avant un grand changement, et gardez-en un ailleurs.",
  notAllowed: "Seuls les administrateurs sauvegardent et restaurent.",
  far: "{{done}} sur {{total}}",
  take: {
    title: "Prendre une sauvegarde",
    lead: "La configuration avec son historique, les administrateurs, les jetons et l'audit. Les appels continuent pendant ce temps.",
    secret:
      "Les mots de passe des lignes et des interconnexions sont scellés avec la clé de cet autocommutateur. Sans phrase secrète, lui seul peut restaurer le fichier. La prise est notée dans l'audit.",
    withPassphrase: "Pour qu'un autre autocommutateur puisse la restaurer",
    withPassphraseHelp:
      "Quiconque a le fichier et connaît sa phrase secrète peut alors le restaurer, où que ce soit.",
    passphrase: "Phrase secrète",
    passphraseHelp:
      "12 caractères ou plus ; plusieurs mots conviennent bien. Personne ne peut la retrouver : notez-la ailleurs.",
    callLogs: "Avec le journal des appels",
    callLogsHelp: "Il peut être gros : quelques centaines de mégaoctets pour un million d'appels.",
    download: "Télécharger la sauvegarde",
    making: "L'autocommutateur fait la sauvegarde…",
    coming: "Le fichier arrive…",
    kept: "{{name}} est dans vos téléchargements.",
  },
  restore: {
    title: "Restaurer une sauvegarde",
    lead: "Vous voyez d'abord ce qui changerait ; rien ne change avant votre confirmation.",
    file: "Fichier de sauvegarde",
    fileHelp: "Un fichier téléchargé ici ou sur un autre autocommutateur. Son nom finit par .backup.",
    passphrase: "Phrase secrète de la sauvegarde",
    passphraseHelp:
      "Seulement pour un fichier d'un autre autocommutateur : celle avec laquelle il a été fait.",
    choose: "Choisir un fichier",
    clear: "Retirer le fichier",
    look: "Voir ce qui changerait",
    sending: "Envoi du fichier…",
    reading: "L'autocommutateur lit la sauvegarde…",
    working: "L'autocommutateur restaure la sauvegarde…",
    previewTitle: "Restaurer cette sauvegarde ?",
    access:
      "Les administrateurs et les jetons d'API sont remplacés par ceux de la sauvegarde, sauf votre propre compte. Le journal des appels de la sauvegarde s'ajoute à l'actuel. Cette partie est définitive ; la configuration, elle, peut être annulée dans l'historique.",
    confirm: "Restaurer",
    notice: "Sauvegarde restaurée",
    done: "Restauration faite. Éléments changés dans la configuration : {{things}}. Appels ajoutés au journal : {{calls}}.",
  },
  contents: {
    label: "Ce que contient la sauvegarde",
    at: "Faite",
    version: "Par",
    revision: "Révision de sa configuration",
    calls: "Appels",
    noCalls: "sans le journal des appels",
    administrators: "Administrateurs",
    tokens: "Jetons d'API",
    none: "aucun",
  },
} satisfies SameKeys<typeof en>;
