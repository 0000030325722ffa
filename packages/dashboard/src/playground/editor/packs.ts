import { type LanguageSupport, StreamLanguage, type StreamParser } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

/** How a language is highlighted: each is a chunk of its own, loaded when somebody opens a program in it. */
export type Pack = () => Promise<Extension>;

const legacy =
  (load: () => Promise<StreamParser<unknown>>): Pack =>
  async () =>
    StreamLanguage.define(await load());
const modern = (load: () => Promise<LanguageSupport>): Pack => load;

const clike = (name: "csharp" | "scala" | "kotlin" | "dart" | "objectiveC" | "squirrel" | "ceylon"): Pack =>
  legacy(async () => (await import("@codemirror/legacy-modes/mode/clike"))[name]);
const ml = (name: "oCaml" | "fSharp"): Pack =>
  legacy(async () => (await import("@codemirror/legacy-modes/mode/mllike"))[name]);

const shell = legacy(async () => (await import("@codemirror/legacy-modes/mode/shell")).shell);
const scheme = legacy(async () => (await import("@codemirror/legacy-modes/mode/scheme")).scheme);
const commonLisp = legacy(async () => (await import("@codemirror/legacy-modes/mode/commonlisp")).commonLisp);
const python = modern(async () => (await import("@codemirror/lang-python")).python());
const cpp = modern(async () => (await import("@codemirror/lang-cpp")).cpp());
const javascript = modern(async () => (await import("@codemirror/lang-javascript")).javascript());
const typescript = modern(async () =>
  (await import("@codemirror/lang-javascript")).javascript({ typescript: true }),
);
const rust = modern(async () => (await import("@codemirror/lang-rust")).rust());
const java = modern(async () => (await import("@codemirror/lang-java")).java());
const clojure = legacy(async () => (await import("@codemirror/legacy-modes/mode/clojure")).clojure);
const gas = legacy(async () => (await import("@codemirror/legacy-modes/mode/gas")).gas);
const coffee = legacy(async () => (await import("@codemirror/legacy-modes/mode/coffeescript")).coffeeScript);
const d = legacy(async () => (await import("@codemirror/legacy-modes/mode/d")).d);
const lua = legacy(async () => (await import("@codemirror/legacy-modes/mode/lua")).lua);
const ruby = legacy(async () => (await import("@codemirror/legacy-modes/mode/ruby")).ruby);
const tcl = legacy(async () => (await import("@codemirror/legacy-modes/mode/tcl")).tcl);
const octave = legacy(async () => (await import("@codemirror/legacy-modes/mode/octave")).octave);

/** Language's id -> its pack, or that of one which looks much the same. What is missing is shown without colours. */
export const PACKS: Readonly<Record<string, Pack>> = {
  ...{
    python,
    pypy: python,
    micropython: python,
    jython: python,
    cython: python,
    coconut: python,
    mojo: python,
  },
  ...{ xonsh: python, snek: python, hy: clojure },
  ...{ javascript, bun: typescript, deno: typescript, quickjs: javascript, duktape: javascript },
  ...{ typescript, "typescript-checked": typescript, rescript: javascript, jsonnet: javascript },
  ...{ coffeescript: coffee, livescript: coffee },
  ...{ c: cpp, "c-clang": cpp, "c-tcc": cpp, cpp, "cpp-clang": cpp, pike: cpp, nickle: cpp, "s-lang": cpp },
  ...{
    java,
    rust,
    go: modern(async () => (await import("@codemirror/lang-go")).go()),
    zig: rust,
    hare: rust,
  },
  php: modern(async () => (await import("@codemirror/lang-php")).php()),
  sqlite: modern(async () => {
    const { sql, SQLite } = await import("@codemirror/lang-sql");
    return sql({ dialect: SQLite });
  }),
  ...{ bash: shell, dash: shell, zsh: shell, ksh: shell, mksh: shell, fish: shell, tcsh: shell, rc: shell },
  ...{ elvish: shell, execline: shell, jq: shell },
  ...{
    ruby,
    jruby: ruby,
    mruby: ruby,
    crystal: legacy(async () => (await import("@codemirror/legacy-modes/mode/crystal")).crystal),
  },
  ...{ elixir: ruby, lua, luajit: lua, fennel: clojure, tcl, "jim-tcl": tcl },
  perl: legacy(async () => (await import("@codemirror/legacy-modes/mode/perl")).perl),
  raku: legacy(async () => (await import("@codemirror/legacy-modes/mode/perl")).perl),
  haskell: legacy(async () => (await import("@codemirror/legacy-modes/mode/haskell")).haskell),
  ...{ csharp: clike("csharp"), scala: clike("scala"), kotlin: clike("kotlin"), vala: clike("csharp") },
  groovy: legacy(async () => (await import("@codemirror/legacy-modes/mode/groovy")).groovy),
  haxe: legacy(async () => (await import("@codemirror/legacy-modes/mode/haxe")).haxe),
  ...{ ocaml: ml("oCaml"), clojure, nbb: clojure, d, "d-gdc": d },
  ...{ chez: scheme, chicken: scheme, guile: scheme, gambit: scheme, gauche: scheme, racket: scheme },
  ...{ "mit-scheme": scheme, scheme9: scheme, clisp: commonLisp, sbcl: commonLisp, ecl: commonLisp },
  ...{ "emacs-lisp": commonLisp, newlisp: commonLisp, picolisp: commonLisp, "smt-lib": commonLisp },
  erlang: legacy(async () => (await import("@codemirror/legacy-modes/mode/erlang")).erlang),
  fortran: legacy(async () => (await import("@codemirror/legacy-modes/mode/fortran")).fortran),
  ...{ pascal: legacy(async () => (await import("@codemirror/legacy-modes/mode/pascal")).pascal) },
  "modula-2": legacy(async () => (await import("@codemirror/legacy-modes/mode/pascal")).pascal),
  cobol: legacy(async () => (await import("@codemirror/legacy-modes/mode/cobol")).cobol),
  forth: legacy(async () => (await import("@codemirror/legacy-modes/mode/forth")).forth),
  brainfuck: legacy(async () => (await import("@codemirror/legacy-modes/mode/brainfuck")).brainfuck),
  r: legacy(async () => (await import("@codemirror/legacy-modes/mode/r")).r),
  ...{ octave, gap: octave, yorick: octave, "pari-gp": octave },
  ...{ assembly: gas, nasm: gas, "llvm-ir": gas },
  wat: legacy(async () => (await import("@codemirror/legacy-modes/mode/wast")).wast),
  verilog: legacy(async () => (await import("@codemirror/legacy-modes/mode/verilog")).verilog),
  vhdl: legacy(async () => (await import("@codemirror/legacy-modes/mode/vhdl")).vhdl),
  yabasic: legacy(async () => (await import("@codemirror/legacy-modes/mode/vb")).vb),
};

/** Extensions of files that go with a program and are no source of its language, such as headers. */
const ALSO = new Set(["h", "hpp", "hh", "inc"]);

/** The extension for a file of a program; nothing where it is not code. */
export const packFor = async (
  language: string,
  extensions: readonly string[],
  path: string,
): Promise<Extension> => {
  // A link may name any language, such as `constructor`.
  const pack = Object.hasOwn(PACKS, language) ? PACKS[language] : undefined;
  const extension = path.slice(path.lastIndexOf(".") + 1);
  const isSource =
    ALSO.has(extension) || extensions.length === 0 || extensions.some((each) => path.endsWith(each));
  if (pack === undefined || !isSource) return [];
  return pack();
};
