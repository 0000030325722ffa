import { expect, test } from "vitest";
import { publicTypeOf } from "./java-name.js";

test.each([
  ["public class Main { }", "Main"],
  ["import a.b;\n\npublic final class Hello{}", "Hello"],
  ["class A {}\npublic class B {}", "B"],
  ["class A { public static class C {} }", null],
  ["class A { public class C { } } public record D(int x) {}", "D"],
  ["@Deprecated public sealed interface E permits F {}", "E"],
  ["public enum $F { A, B }", "$F"],
  ["/* public class X */ // public class Y\npublic class Z {}", "Z"],
  ["class A { String s = \"} public class X {\"; char c = '}'; } public class B {}", "B"],
  ['class A { String s = """\n" } public class X {\n"""; } public class B {}', "B"],
  ['class A { String s = "\\"}"; } public class B {}', "B"],
  ["void main() { }", null],
  ["publicclass X {} public classX {}", null],
  ["", null],
  ["/* never ends public class X", null],
])("%j", (source, name) => {
  expect(publicTypeOf(source)).toBe(name);
});

test.each(["/*", "{", "}", '"', "'", "public ", "public\n", '"""', "/", "public final "])(
  "a source of nothing but %j is read in no time",
  (part) => {
    const source = part.repeat(1_048_576 / part.length);
    const begun = performance.now();
    expect(publicTypeOf(source)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(2000);
  },
);
