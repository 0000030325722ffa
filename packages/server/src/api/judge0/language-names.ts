/** Judge0 CE's languages by id: those of 1.13.1 and, from 90 on, those of its hosted service. Facts for interoperability. */
export const LANGUAGE_NAMES: ReadonlyMap<number, string> = new Map([
  ...number(1, [
    ...["Bash (4.4)", "Bash (4.0)", "Basic (fbc 1.05.0)", "C (gcc 7.2.0)", "C (gcc 6.4.0)", "C (gcc 6.3.0)"],
    ...["C (gcc 5.4.0)", "C (gcc 4.9.4)", "C (gcc 4.8.5)", "C++ (g++ 7.2.0)", "C++ (g++ 6.4.0)"],
    ...["C++ (g++ 6.3.0)", "C++ (g++ 5.4.0)", "C++ (g++ 4.9.4)", "C++ (g++ 4.8.5)", "C# (mono 5.4.0.167)"],
    ...["C# (mono 5.2.0.224)", "Clojure (1.8.0)", "Crystal (0.23.1)", "Elixir (1.5.1)", "Erlang (OTP 20.0)"],
    ...["Go (1.9)", "Haskell (ghc 8.2.1)", "Haskell (ghc 8.0.2)", "Insect (5.0.0)"],
    ...["Java (OpenJDK 9 with Eclipse OpenJ9)", "Java (OpenJDK 8)", "Java (OpenJDK 7)"],
    ...["JavaScript (nodejs 8.5.0)", "JavaScript (nodejs 7.10.1)", "OCaml (4.05.0)", "Octave (4.2.0)"],
    ...["Pascal (fpc 3.0.0)", "Python (3.6.0)", "Python (3.5.3)", "Python (2.7.9)", "Python (2.6.9)"],
    ...["Ruby (2.4.0)", "Ruby (2.3.3)", "Ruby (2.2.6)", "Ruby (2.1.9)", "Rust (1.20.0)"],
  ]),
  ...number(43, [
    ...["Plain Text", "Executable", "Assembly (NASM 2.14.02)", "Bash (5.0.0)", "Basic (FBC 1.07.1)"],
    ...["C (GCC 7.4.0)", "C (GCC 8.3.0)", "C (GCC 9.2.0)", "C# (Mono 6.6.0.161)", "C++ (GCC 7.4.0)"],
    ...[
      "C++ (GCC 8.3.0)",
      "C++ (GCC 9.2.0)",
      "Common Lisp (SBCL 2.0.0)",
      "D (DMD 2.089.1)",
      "Elixir (1.9.4)",
    ],
    ...["Erlang (OTP 22.2)", "Fortran (GFortran 9.2.0)", "Go (1.13.5)", "Haskell (GHC 8.8.1)"],
    ...["Java (OpenJDK 13.0.1)", "JavaScript (Node.js 12.14.0)", "Lua (5.3.5)", "OCaml (4.09.0)"],
    ...[
      "Octave (5.1.0)",
      "Pascal (FPC 3.0.4)",
      "PHP (7.4.1)",
      "Prolog (GNU Prolog 1.4.5)",
      "Python (2.7.17)",
    ],
    ...["Python (3.8.1)", "Ruby (2.7.0)", "Rust (1.40.0)", "TypeScript (3.7.4)", "C (Clang 7.0.1)"],
    ...["C++ (Clang 7.0.1)", "COBOL (GnuCOBOL 2.2)", "Kotlin (1.3.70)", "Objective-C (Clang 7.0.1)"],
    ...["R (4.0.0)", "Scala (2.13.2)", "SQL (SQLite 3.27.2)", "Swift (5.2.3)"],
    ...["Visual Basic.Net (vbnc 0.0.0.5943)", "Perl (5.28.1)", "Clojure (1.10.1)"],
    ...["F# (.NET Core SDK 3.1.202)", "Groovy (3.0.3)", "Multi-file program"],
  ]),
  ...number(90, [
    ...["Dart (2.19.2)", "Java (JDK 17.0.6)", "Python (3.11.2)", "JavaScript (Node.js 18.15.0)"],
    ...["TypeScript (5.0.3)", "Go (1.18.5)", "JavaFX (JDK 17.0.6)", "JavaScript (Node.js 20.17.0)"],
    ...["PHP (8.3.11)", "R (4.4.1)", "Python (3.12.5)", "TypeScript (5.6.2)", "JavaScript (Node.js 22.08.0)"],
    ...["C (GCC 14.1.0)", "C (Clang 18.1.8)", "C++ (GCC 14.1.0)", "Go (1.22.0)", "Go (1.23.5)"],
    ...["Rust (1.85.0)", "Python (3.13.2)", "C (Clang 19.1.7)", "Kotlin (2.1.10)", "Scala (3.4.2)"],
    ...["Python (3.14.0)"],
  ]),
]);

/** Up to here they are archived in Judge0 itself. */
export const LAST_ARCHIVED = 42;
/** What 1.13.1 has. Later ids are of its hosted service. */
export const PLAIN_TEXT = 43;
export const EXECUTABLE = 44;
export const MULTI_FILE = 89;

/** Those that Judge0 compiles, and takes compiler options for. */
export const COMPILED: ReadonlySet<number> = new Set([
  ...[45, 47, 48, 49, 50, 51, 52, 53, 54, 56, 59, 60, 61, 62, 64, 65, 67, 69, 73, 74, 75, 76, 77, 78, 79],
  ...[81, 83, 84, 88, 90, 91, 94, 95, 96, 101, 103, 104, 105, 106, 107, 108, 110, 111, 112],
]);

function number(first: number, names: readonly string[]): [number, string][] {
  return names.map((name, index) => [first + index, name]);
}
