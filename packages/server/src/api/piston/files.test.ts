import { expect, test } from "vitest";
import { PYTHON } from "../test-api.js";
import { type GivenFile, layOutFiles } from "./files.js";

const JAVA = { ...PYTHON, id: "java", file: "Main.java", extensions: [".java"], compile: ["javac"] };
const layOut = (...files: GivenFile[]) => {
  const laid = layOutFiles(files, { language: "java", version: "25.0.0", aliases: [], definition: JAVA });
  return { main: laid.main, paths: laid.files.map(({ path }) => path) };
};
const HELLO = "public class Hello {}";

test("a Java program is in a file of its public class's name, whatever it was called", () => {
  for (const name of [undefined, "Main.java", "solution"])
    expect(layOut({ name, content: HELLO })).toEqual({ main: "Hello.java", paths: ["Hello.java"] });
  expect(layOut({ name: "src/a.java", content: HELLO }).main).toBe("src/Hello.java");
  expect(layOut({ content: "class Hello {}" }).main).toBe("Main.java");
  // Whoever sends several files has named them.
  expect(
    layOut({ name: "A.java", content: "class A {}" }, { name: "B.java", content: "public class B {}" }),
  ).toEqual({ main: "A.java", paths: ["A.java", "B.java"] });
});
