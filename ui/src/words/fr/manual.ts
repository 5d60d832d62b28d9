/** French: the manual, the documentation of the API, about. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/manual";

export default {
  title: "Manuel",
  lead: "Comment installer l'autocommutateur, l'exploiter, et trouver pourquoi quelque chose ne marche pas.",
  search: "Chercher dans le manuel",
  searchPlaceholder: "Chercher dans le manuel",
  found_one: "{{count}} endroit",
  found_other: "{{count}} endroits",
  notFound: "Le manuel ne dit rien de « {{question}} ».",
  contents: "Sommaire du manuel",
  chapter: "Chapitre",
  all: "Tous les chapitres",
  chapters: {
    installation: {
      title: "Installation",
      summary: "De rien à un autocommutateur en service : compilation, systemd, pare-feu, HTTPS.",
    },
    "first-run": {
      title: "Premier démarrage",
      summary: "L'assistant en cinq étapes, les réglages des téléphones, et le premier appel d'essai.",
    },
    interconnection: {
      title: "Interconnecter deux autocommutateurs",
      summary: "La page du manuel de XiVO, faite dans le navigateur, pas à pas.",
    },
    "web-admin": {
      title: "L'administration web",
      summary:
        "Listes, formulaires, recherche, essayer un numéro, comprendre un appel, rôles, historique, sauvegarde.",
    },
    trunks: {
      title: "Interconnexions",
      summary: "Fichiers de site pour deux autocommutateurs, XiVO ou Asterisk en face, qui appelle, secours.",
    },
    routing: {
      title: "Routage",
      summary: "Contextes, motifs, stripnum, ce que voit l'autre côté.",
    },
    limits: {
      title: "Limites d'appels",
      summary: "Ce que les appels peuvent coûter, arrêts, alertes, appels renvoyés, numéros d'urgence.",
    },
    troubleshooting: {
      title: "Quand quelque chose ne marche pas",
      summary: "Par symptôme : où regarder, ce que cela veut dire, que faire.",
    },
    running: {
      title: "Exploiter l'autocommutateur",
      summary: "Fichier de configuration, signaux, répertoire des données, sauvegarde, journaux.",
    },
    "site-files": {
      title: "Fichiers de site",
      summary:
        "Toute la configuration dans un fichier texte, chaque clé avec ses limites et sa valeur par défaut.",
    },
    console: {
      title: "La ligne de commande et la console",
      summary: "Ce que tapent les habitués d'Asterisk, et ce que cela affiche.",
    },
    commands: {
      title: "Toutes les commandes",
      summary: "Chaque commande et chaque option de la ligne de commande, d'après le code.",
    },
    api: {
      title: "L'API REST",
      summary: "Jetons, listes, erreurs, événements. Chaque opération figure dans la documentation de l'API.",
    },
  },
  api: {
    title: "Documentation de l'API",
    lead: "Chaque opération de l'API REST, d'après le document que produit le code : /api/v1/openapi.json.",
    manual: "Comment l'utiliser",
    document: "Document OpenAPI",
    search: "Chercher une opération",
    searchPlaceholder: "trunks, call log, DELETE …",
    shown_one: "{{count}} opération",
    shown_other: "{{count}} opérations",
    nothing: "Aucune opération ne correspond à « {{question}} ».",
    open: "Pour tout le monde, sans connexion",
    parameters: "Paramètres",
    body: "Corps",
    answers: "Réponses",
    example: "Exemple",
    name: "Nom",
    where: "Où",
    type: "Type",
    meaning: "Signification",
    required: "obligatoire",
    places: { path: "dans le chemin", query: "derrière le ?", header: "en-tête", cookie: "cookie" },
    noBody: "sans corps",
    anyOther: "tout autre",
    fields_one: "{{count}} champ",
    fields_other: "{{count}} champs",
    listOf: "liste de {{type}}",
    oneOf: "l'un de",
    default: "par défaut {{value}}",
    atLeast: "au moins {{value}}",
    atMost: "au plus {{value}}",
  },
  about: {
    title: "À propos",
    lead: "Ce que fait tourner cet autocommutateur, et sous quelles conditions.",
    exchange: "Cet autocommutateur",
    version: "Version",
    state: "État",
    alive: "Il répond",
    silent: "Il ne répond pas",
    api: "API REST",
    licence: "Licence",
    licenceText: "Strowger est un logiciel libre, sous licence MIT ou sous licence Apache 2.0, au choix.",
    parts: "Composants",
    partsText: "Ces pages contiennent les logiciels libres suivants :",
    part: "Paquet",
    partLicence: "Licence",
    links: "En savoir plus",
    named:
      "Du nom d'Almon Strowger, dont le commutateur automatique permit de composer un numéro sans opératrice, en 1891.",
  },
} satisfies SameKeys<typeof en>;
