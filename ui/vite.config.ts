import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds an exchange; the cookie and the origin stay those of the page. */
const EXCHANGE = process.env.STROWGER_URL ?? "http://127.0.0.1:8080";

/** Texts shorter than this gain nothing from being compressed. */
const SMALLEST_COMPRESSED = 512;

/** Leaves a `.br` and a `.gz` beside each text, so that the exchange compresses nothing while it runs. */
function compressedCopies(): Plugin {
  return {
    name: "compressed-copies",
    apply: "build",
    closeBundle() {
      // A build that failed left nothing, and has said why.
      if (!existsSync("dist")) return;
      for (const file of filesOf("dist").filter(name =>
        /\.(js|css|html|svg|json|md|webmanifest)$/.test(name),
      )) {
        const plain = readFileSync(file);
        if (plain.length < SMALLEST_COMPRESSED) continue;
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        writeFileSync(`${file}.br`, brotliCompressSync(plain, quality));
        writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
      }
    },
  };
}

/** What `main.ts` imports last, named in the document, so that browsers fetch it at the same time as `main.ts`. */
const START = "src/start.tsx";

/**
 * Names the scripts and the styles of the start in the document. None of them stands in the way of the first paint, so the scripts
 * let the styles and the session go first.
 */
function startLinks(): Plugin {
  return {
    name: "start-links",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle = {} }) {
        const chunks = Object.values(bundle).filter(file => file.type === "chunk");
        const found = new Set<(typeof chunks)[number]>();
        const take = (chunk: (typeof chunks)[number] | undefined) => {
          if (!chunk || found.has(chunk)) return;
          found.add(chunk);
          for (const name of chunk.imports) take(chunks.find(one => one.fileName === name));
        };
        take(chunks.find(chunk => chunk.moduleIds.some(id => id.endsWith(START))));
        if (found.size === 0) throw new Error(`no chunk has ${START}`);
        const link = (attrs: Record<string, string | boolean>) =>
          ({ tag: "link", attrs: { ...attrs, crossorigin: true }, injectTo: "head" }) as const;
        // The document has those of `main.ts` already.
        const named = new Set(chunks.find(chunk => chunk.isEntry)?.imports);
        const styles = new Set([...found].flatMap(chunk => [...(chunk.viteMetadata?.importedCss ?? [])]));
        return [
          ...[...styles].map(href => link({ rel: "preload", as: "style", href: `/${href}` })),
          ...[...found]
            .filter(chunk => !named.has(chunk.fileName))
            .map(chunk => link({ rel: "modulepreload", href: `/${chunk.fileName}`, fetchpriority: "low" })),
        ];
      },
    },
  };
}

/** The packages that the pages are made of, with their licences, for the page that names them. */
function licences(): Plugin {
  const name = "virtual:licences";
  const packageAt = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return {
    name: "licences",
    resolveId: id => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const root = new URL(".", import.meta.url).pathname;
      const parts = Object.keys(packageAt(root).dependencies)
        .sort()
        .map(part => packageAt(join(root, "node_modules", part)))
        .map(({ name, version, license }) => ({ name, version, licence: license }));
      return `export default ${JSON.stringify(parts)};`;
    },
  };
}

/** Keeps what opens above the page out of what only scrolls: see `src/frame/merge-refs.ts`. */
function lightScrollArea(): Plugin {
  return {
    name: "light-scroll-area",
    enforce: "pre",
    resolveId: (source, importer) =>
      source === "@floating-ui/react" && importer?.endsWith("/ScrollArea/ScrollArea.mjs")
        ? new URL("./src/frame/merge-refs.ts", import.meta.url).pathname
        : null,
  };
}

/** Gives each of Mantine's components its own style sheet, so that a page brings those of what it shows. `npm run dev` takes all. */
function mantineStyles(): Plugin {
  const name = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/;
  return {
    name: "mantine-styles",
    apply: "build",
    transform(code, id) {
      const component = name.exec(id)?.[1];
      if (!component) return null;
      // The package says that its scripts have no effect beside what they export; a style has.
      return {
        code: `import "@mantine/core/styles/${component}.layer.css";\n${code}`,
        map: null,
        moduleSideEffects: true,
      };
    },
  };
}

/** Mantine's inputs of forms, what opens beside them, and what only they need: neither the login nor a list does. */
const INPUTS = new RegExp(
  [
    "@mantine/core/(esm/components|esm/utils|styles)/(Autocomplete|Combobox|Fieldset|Floating|FocusTrap|MultiSelect|NumberInput|Overlay",
    "Pagination|Pill|PillsInput|Popover|Portal|Select|Switch|Tabs|Textarea|Tooltip)[/.]",
    "node_modules/(@floating-ui|react-number-format)/",
  ].join("|"),
);

/** Mantine's dialogs, and what few pages show: they come when they are asked for. */
const DIALOGS = new RegExp(
  [
    "@mantine/core/(esm/components|styles)/(Accordion(?!/AccordionChevron)|Blockquote|Drawer|Menu|Modal|ModalBase|Progress|Radio|RadioCard",
    "RadioIndicator|Stepper|Timeline)[/.]",
    "@mantine/notifications/",
    "node_modules/(get-nonce|react-remove-scroll|react-remove-scroll-bar|react-style-singleton|react-transition-group|tslib",
    "use-callback-ref|use-sidecar)/",
  ].join("|"),
);

/** Mantine's other components, and our own style. */
const PARTS = /src\/steps\/parts\.|@mantine\/(core|hooks)\/|node_modules\/clsx\/|src\/app\.css/;

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

export default defineConfig({
  plugins: [react(), licences(), startLinks(), lightScrollArea(), mantineStyles(), compressedCopies()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Few files rather than a hundred small ones: each request costs a telephone's browser more than a kilobyte.
        codeSplitting: {
          groups: [
            // What comes before all else must not bring anything else along.
            {
              name: "first",
              test: /src[\\/](main\.ts|api[\\/]early|i18n[\\/]files|pages[\\/]table)|preload-helper|rolldown[\\/]runtime/,
              priority: 2,
            },
            {
              name: "react",
              test: /node_modules[\\/](react|react-dom|scheduler)[\\/]|src[\\/]steps[\\/]react\./,
              priority: 1,
            },
            {
              name: "base",
              test: /node_modules[\\/](@tanstack|i18next|react-i18next|openapi-[a-z-]+|use-sync-external-store)[\\/]|src[\\/]steps[\\/]base\./,
              priority: 1,
            },
            { name: "words", test: /words[\\/]en[\\/](frame|list|form|finder)\./ },
            { name: "mots", test: /words[\\/]fr[\\/](frame|list|form|finder)\./ },
            { name: "icons", test: /@tabler[\\/]icons-react/, minShareCount: 2 },
            { name: "parts", test: id => PARTS.test(id) && !INPUTS.test(id) && !DIALOGS.test(id) },
            { name: "inputs", test: INPUTS, minShareCount: 2 },
            { name: "dialogs", test: DIALOGS, minShareCount: 3 },
            {
              name: "frame",
              test: /src[\\/]((api|i18n|frame)[\\/](?!copy)|list[\\/]params|form[\\/]pages|pages[\\/]history[\\/](author|say-change))/,
              minShareCount: 2,
            },
            {
              name: "shell",
              test: /src[\\/]frame[\\/](account|connection|finder-button|menu|menu-list|shell)\./,
            },
            { name: "lists", test: /src[\\/]list[\\/](list|table|pager|columns|empty)\./, minShareCount: 2 },
            {
              name: "forms",
              test: /src[\\/]form[\\/](?!pages|confirm-delete|new-password|strength|.*-dialog)/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/api/v1": { target: EXCHANGE, changeOrigin: false, secure: false } },
    // The manual lies beside this folder.
    fs: { allow: [".."] },
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["./tests/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
  },
});
