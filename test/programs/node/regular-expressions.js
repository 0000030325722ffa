const text = "2024-02-29 and 1999-12-31, größe 😀 straße";
console.log(
  text.match(/(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)/),
  text.match(/\d{4}/g),
  [...text.matchAll(/(\d+)-(\d+)/dg)].map(({ index, indices }) => [index, indices[1]]),
);
console.log(
  text.replace(/(?<y>\d{4})-(?<m>\d\d)/g, "$<m>/$<y>"),
  text.replace(/\b\p{L}/gu, (c) => c.toUpperCase()),
  text.search(/ß/),
  text.split(/[\s,]+/),
);
console.log(
  "😀".match(/./)[0].length,
  "😀".match(/./u)[0].length,
  /\p{Emoji}/u.test("😀"),
  /^[\p{L}--[a-z]]$/v.test("ä"),
  /ſ/iu.test("S"),
);
console.log(
  "aBc".replace(/b/i, "[$`|$&|$'|$$]"),
  "price: 5€".match(/(?<=: )\d+(?=€)/)[0],
  "aaa".replace(/(?<!a)a/g, "b"),
  "a\nb".match(/^b$/m).index,
  /a.b/s.test("a\nb"),
);
const sticky = /\d/y;
console.log(
  sticky.test("1a2"),
  sticky.lastIndex,
  sticky.test("1a2"),
  sticky.lastIndex,
  /(a+)+$/.test("aaaaaaaaaaaaaaaaaaaab"),
);
console.log(
  /(?:a|ab)(?:c|bcd)(?:d*)/.exec("abcd")[0],
  /(z)((a+)?(b+)?(c))*/.exec("zaacbbbcac"),
  /\1(a)/.exec("aa"),
  "x".replace("x", () => "$&"),
);
console.log(
  RegExp.$1,
  RegExp.lastMatch,
  new RegExp("/", "g").source,
  String(new RegExp("\n")),
  RegExp("a", "dgimsuy").flags,
  /a/[Symbol.replace]("banana", "o"),
);
console.log(
  "a-b_c d".split(/([-_ ])/),
  "test".split(""),
  "abc".split(/(?:)/u),
  "A1B2".replaceAll(/[A-Z]/g, (m, at) => `${m}${at}`),
  "x".padEnd(5, "ab"),
);
const words = "the quick brown fox jumps over the lazy dog ".repeat(3000);
const counts = {};
for (const [word] of words.matchAll(/\w+/g)) counts[word] = (counts[word] ?? 0) + 1;
console.log(counts, words.replace(/(\w+) (\w+)/g, "$2 $1").length);
for (const source of ["(", "[b-a]", "a**", "\\", "(?<a>.)(?<a>.)", "\\p{Nope}", "(?<=a)+"]) {
  try {
    console.log(new RegExp(source, "u"));
  } catch (error) {
    console.log(error.message);
  }
}
