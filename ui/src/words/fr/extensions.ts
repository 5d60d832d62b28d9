/** French: extensions. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/extensions";

export default {
  title: "Extensions",
  lead: "Une extension est un numéro qui mène quelque part par lui-même : à un utilisateur, à un autre numéro, à un test. Les numéros des lignes n'ont pas besoin d'entrée ici.",
  add: "Ajouter une extension",
  newTitle: "Nouvelle extension",
  oneTitle: "Extension {{number}}",
  formLead:
    "Qui compose le numéro dans le contexte, ou dans un contexte qui l'inclut, est envoyé vers la destination.",
  empty: {
    title: "Aucune extension pour l'instant",
    words:
      "Les numéros des utilisateurs sont créés avec leurs lignes. Ajoutez une extension pour un test d'écho, pour un second numéro de quelqu'un, ou pour une annonce.",
  },
  columns: { number: "Numéro", context: "Contexte", destination: "Destination" },
  tabs: { general: "Général" },
  fields: {
    number: "Numéro",
    numberHelp:
      "Ce qui est composé : chiffres, * et #, par exemple 600 ou *43. Un numéro qui mène à un utilisateur doit être dans la plage du contexte pour les utilisateurs.",
    context: "Contexte",
    contextHelp:
      "D'où le numéro peut être composé. En général « default » : alors tous les téléphones le peuvent.",
  },
  explained: {
    user: "Tous les téléphones de cet utilisateur sonnent, comme si le numéro de la ligne principale avait été composé.",
    extension:
      "L'appel continue comme si ce numéro avait été composé, par exemple 201@default : numéro, @, contexte.",
    hangup:
      "L'appel se termine aussitôt. L'appelant entend la tonalité d'occupation ou d'encombrement, ou seulement la fin.",
    echo: "L'appelant s'entend lui-même, un instant plus tard. Si c'est le cas, le son passe dans les deux sens.",
    milliwatt:
      "L'appelant entend une tonalité continue de 1004 Hz à 0 dBm0. Si c'est le cas, le son arrive de l'autocommutateur, et au bon niveau.",
    announcement: "L'appelant entend un enregistrement des fichiers audio, puis l'appel se termine.",
  },
  tests: {
    title: "Destinations de test",
    lead: "Donnez un numéro à chacune, puis composez-le depuis un téléphone : c'est le moyen le plus rapide de distinguer un défaut du réseau d'un défaut d'acheminement.",
    echo: "Test d'écho",
    echoWords:
      "Ce que vous dites revient. Si vous vous entendez, le son passe dans les deux sens ; le retard est le double du délai entre le téléphone et l'autocommutateur. Si vous n'entendez rien bien que l'appel soit décroché, cherchez un NAT ou un pare-feu qui laisse passer SIP mais pas RTP.",
    milliwatt: "Tonalité de test milliwatt",
    milliwattWords:
      "Une tonalité continue de 1004 Hz à 0 dBm0, la référence de la téléphonie. Elle ne demande rien au téléphone et prouve donc seulement le chemin de l'autocommutateur au téléphone. Elle est régulière : des trous et des claquements sont des paquets perdus, une tonalité rugueuse est un codec qui comprime beaucoup, comme GSM.",
  },
} satisfies SameKeys<typeof en>;
