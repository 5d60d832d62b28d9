/** French: signing in, passwords, administrators, tokens. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/access";

export default {
  login: {
    title: "Connexion",
    username: "Identifiant",
    password: "Mot de passe",
    submit: "Se connecter",
    expired:
      "Vous n'êtes pas connecté, ou votre session est terminée. La connexion vous ramènera là où vous étiez.",
    newHere:
      "Cet autocommutateur n'a pas encore d'administrateur. Ouvrez le lien d'installation qu'il a affiché au démarrage : il se termine par /setup# et un long mot.",
    show: "Afficher le mot de passe",
  },
  strength: {
    label: "Robustesse du mot de passe",
    levels: { weak: "Faible", fair: "Acceptable", good: "Bonne", strong: "Forte" },
    hint: "Au moins {{min}} caractères. Plusieurs mots sans rapport entre eux sont robustes et faciles à retenir.",
    short_one: "Trop court : il manque {{count}} caractère.",
    short_other: "Trop court : il manque {{count}} caractères.",
    username: "Il n'ajoute presque rien à l'identifiant : ajoutez quelque chose qui n'a rien à voir.",
    common: "Tout le monde essaie celui-ci en premier. Prenez des mots qui ne sont qu'à vous.",
    repeated: "Il répète quelques caractères : utilisez-en davantage de différents.",
    fair: "Il est accepté. Quelques caractères de plus, ou un autre mot, le rendent bien plus difficile à deviner.",
    good: "Il est difficile à deviner.",
    strong: "Il est très difficile à deviner.",
    show: "Afficher le mot de passe",
    hide: "Masquer le mot de passe",
  },
  own: {
    title: "Changer de mot de passe",
    lead: "Le nouveau mot de passe vaut dès que vous l'enregistrez. Vos autres sessions, sur d'autres ordinateurs, sont alors fermées.",
    current: "Mot de passe actuel",
    currentHelp: "Pour que personne ne le change en trouvant simplement votre écran sans surveillance.",
    fresh: "Nouveau mot de passe",
    saved: "Mot de passe changé. Vos autres sessions sont fermées.",
  },
  admins: {
    title: "Administrateurs",
    lead: "Les personnes qui se connectent ici. Chacune a un rôle, et l'historique dit qui a fait quoi.",
    add: "Ajouter un administrateur",
    newTitle: "Nouvel administrateur",
    newLead: "Cette personne pourra se connecter dès l'enregistrement.",
    columns: {
      username: "Identifiant",
      role: "Rôle",
      language: "Langue",
      enabled: "Peut se connecter",
      created: "Créé",
      lastLogin: "Dernière connexion",
    },
    never: "jamais",
    you: "vous",
    username: "Identifiant",
    usernameHelp:
      "Ce qui est tapé pour se connecter, en majuscules ou minuscules. Lettres, chiffres, « . », « _ », « - » et « @ », par exemple alice ou alice@example.org.",
    role: "Rôle",
    roleHelp: "Ce que cette personne peut faire ici. Choisissez le plus petit qui suffise.",
    roles: {
      administrator:
        "Peut tout faire : changer la configuration, voir les mots de passe à la demande, gérer les administrateurs et les jetons, sauvegarder et restaurer.",
      operator:
        "Voit tout sauf les secrets, raccroche des appels, teste les interconnexions. Ne peut pas changer la configuration.",
      read_only: "Regarde seulement. Pour un écran mural, ou pour qui ne fait que consulter.",
    },
    language: "Langue",
    languageHelp:
      "La langue des pages après la connexion. Chacun peut la changer dans le menu en haut à droite.",
    enabled: "Peut se connecter",
    enabledHelp:
      "Désactivé, le compte reste, avec son historique, mais ne peut plus se connecter ; les sessions ouvertes sont fermées.",
    password: "Mot de passe",
    newPassword: "Nouveau mot de passe",
    passwordHelp:
      "Laissez vide pour garder l'actuel. Un nouveau ferme les sessions ouvertes de cette personne.",
    empty: "Vous seul, pour l'instant",
    emptyHint: "Donnez à chacun son propre compte, pour que l'historique dise qui a fait quoi.",
    deleteSelf: "C'est votre propre compte : le supprimer vous déconnecte.",
    confirmDelete: "Supprimer l'administrateur {{name}} ?",
    confirmHint:
      "Ses sessions ouvertes sont fermées aussitôt. Ce qu'il a fait reste dans l'historique. Cette suppression est définitive.",
    deleted: "Administrateur {{name}} supprimé",
    notAllowed: "Seuls les administrateurs voient cette page.",
  },
  tokens: {
    title: "Jetons d'API",
    lead: "Des clés pour les programmes qui utilisent l'API REST. Un jeton permet ce que permet son rôle, jusqu'à son échéance ou sa révocation.",
    add: "Créer un jeton",
    columns: {
      name: "Nom",
      role: "Rôle",
      created: "Créé",
      author: "Créé par",
      expires: "Échéance",
      lastUsed: "Dernière utilisation",
    },
    endless: "aucune",
    unused: "pas encore",
    ended: "échu {{when}}",
    empty: "Aucun jeton",
    emptyHint:
      "Un programme sur une autre machine, comme une facturation ou une supervision, en a besoin pour utiliser l'API.",
    name: "Nom",
    nameHelp:
      "À quoi il sert, par exemple « facturation ». L'historique le montre à côté de ce que fait le programme.",
    role: "Rôle",
    roleHelp: "Ce que le programme peut faire. S'il ne fait que lire, prenez la lecture seule.",
    expiry: "Il expire",
    expiryHelp:
      "Passé ce moment, il n'ouvre plus rien. Un jeton qui expire ne peut pas rester oublié quelque part pour toujours.",
    expiries: {
      d30: "dans 30 jours",
      d90: "dans 90 jours",
      d365: "dans un an",
      date: "à une date choisie",
      never: "jamais",
    },
    date: "Dernier jour",
    dateHelp: "Le jeton fonctionne jusqu'à la fin de ce jour, dans votre fuseau horaire.",
    create: "Créer",
    madeTitle: "Jeton {{name}} créé",
    onceTitle: "Copiez-le maintenant : il n'est montré qu'une fois",
    once: "Seule son empreinte est conservée. Qui le perd en crée un autre. Quiconque l'a peut faire ce que permet son rôle : gardez-le là où seul son utilisateur le lit.",
    token: "Jeton",
    example: "Essayer",
    done: "Je l'ai copié",
    revoke: "Révoquer",
    revokeOne: "Révoquer {{name}}",
    confirmRevoke: "Révoquer le jeton {{name}} ?",
    confirmHint:
      "Le programme qui l'utilise est exclu aussitôt. C'est définitif : créez un nouveau jeton s'il en faut encore un.",
    revoked: "Jeton {{name}} révoqué",
  },
} satisfies SameKeys<typeof en>;
