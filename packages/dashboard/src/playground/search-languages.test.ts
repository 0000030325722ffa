import type { Language } from "@neuron/sdk";
import { expect, it } from "vitest";
import { searchLanguages } from "./search-languages.js";

const language = (id: string, name: string, version: string, aliases: string[]): Language => ({
  ...{ id, name, version, aliases, extensions: [`.${id}`], file: "main", compiled: false, primed: false },
  hello: { source: "", stdout: "" },
});

const ALL = [
  language("c", "C (GCC)", "14.2.0", ["gcc"]),
  language("cpp", "C++ (GCC)", "14.2.0", ["c++", "g++"]),
  language("java", "Java (OpenJDK)", "25.0.1", []),
  language("javascript", "JavaScript (Node.js)", "20.19.2", ["js", "node"]),
];

it.each([
  ["", ["c", "cpp", "java", "javascript"]],
  ["java", ["java", "javascript"]],
  ["js", ["javascript"]],
  ["C++", ["cpp"]],
  ["c", ["c", "cpp", "javascript"]],
  ["gcc 14", ["c", "cpp"]],
  ["25.0", ["java"]],
  ["cobol", []],
])("%j finds %j", (query, ids) => {
  expect(searchLanguages(ALL, query).map(({ id }) => id)).toEqual(ids);
});
