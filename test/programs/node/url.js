const url = require("url");
const querystring = require("querystring");
const path = require("path");

const parsed = new URL("../b?q=1&q=2#ä", "https://üser:pw@münchen.example:443/a/c");
parsed.searchParams.append("new key", "ü&=");
parsed.port = "8443";
console.log(
  parsed.href,
  parsed.host,
  parsed.searchParams.getAll("q"),
  [...parsed.searchParams],
  parsed.toJSON(),
  URL.canParse("x:"),
  url.domainToUnicode("xn--mnchen-3ya.example"),
);
console.log(
  new URL("file:///tmp/a%20b"),
  url.fileURLToPath("file:///tmp/a%20b"),
  url.pathToFileURL("/tmp/#?ä").href,
  url.urlToHttpOptions(new URL("http://a:b@c:1/d?e")),
);
console.log(
  url.parse("http://user@host:80/p/a/t/h?query=string#hash"),
  url.resolve("/one/two", "three"),
  url.format({ protocol: "http", host: "x", query: { a: [1, 2] } }),
);
const params = new URLSearchParams({ b: "2", a: "1 +" });
params.sort();
console.log(
  String(params),
  params.size,
  params.has("a", "1 +"),
  querystring.parse("a=1&a=2&b=%C3%BC&c"),
  querystring.stringify({ a: ["x", "y"], b: "ü &", c: null }),
  querystring.escape("a b*"),
);
for (const bad of ["nonsense", "http://", "http://a b/", "http://[::1", "http://x:99999"]) {
  try {
    new URL(bad);
  } catch ({ name, code, input, message }) {
    console.log(name, code, input, message);
  }
}
console.log(
  path.join("/a", "../b", "./c//d", ".."),
  path.resolve("x", "/y", "z"),
  path.relative("/a/b/c", "/a/d"),
  path.parse("/home/file.tar.gz"),
  path.format({ dir: "/d", name: "n", ext: "e" }),
);
console.log(
  path.basename("a/b.txt", ".txt"),
  path.extname(".profile"),
  path.dirname("/a/b/"),
  path.normalize("./a/../../b/"),
  path.isAbsolute("a"),
  path.sep,
  path.delimiter,
);
console.log(
  path.win32.join("C:\\a", "..", "b"),
  path.win32.parse("C:\\x\\y.z"),
  path.posix === path,
  path.matchesGlob === undefined,
  path.toNamespacedPath("/a"),
);
