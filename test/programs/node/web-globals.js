const { Blob: same } = require("buffer");

async function main() {
  const blob = new Blob(["grüße ", new Uint8Array([33]), new Blob(["inner"])], {
    type: "Text/Plain",
    endings: "native",
  });
  console.log(
    blob,
    same === Blob,
    await blob.text(),
    blob.slice(0, 3).size,
    await blob.slice(-5).text(),
    (await blob.arrayBuffer()).byteLength,
  );
  let streamed = 0;
  for await (const chunk of blob.stream()) streamed += chunk.length;
  const form = new FormData();
  form.append("name", "value");
  form.append("name", "second");
  form.set("file", blob, "file.txt");
  console.log(streamed, [...form.keys()], form.getAll("name"), form.get("file").name, form.get("file").size);
  const encoder = new TextEncoder();
  console.log(
    encoder.encode("€😀"),
    encoder.encodeInto("€uro", new Uint8Array(4)),
    new TextDecoder("utf-16le").decode(new Uint8Array([65, 0, 172, 32])),
  );
  console.log(
    new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65, 0xff])),
    new TextDecoder("latin1").encoding,
    new TextDecoder("shift_jis").decode(new Uint8Array([0x82, 0xa0])),
  );
  const decoder = new TextDecoder();
  console.log(
    decoder.decode(new Uint8Array([0xf0, 0x9f]), { stream: true }) +
      decoder.decode(new Uint8Array([0x98, 0x80])),
  );
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([0xff]));
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
  console.log(btoa("binary\xff"), atob("YWJj"), structuredClone(new Map([[1, { a: 2 }]])));
  const headers = new Headers([
    ["B", "2"],
    ["a", "1"],
    ["a", "3"],
  ]);
  console.log(
    [...headers],
    headers.has("A"),
    new Response("body", { status: 201 }).status,
    await new Response(form).text().then((text) => text.split("\r\n").length),
  );
  console.log(
    await Response.json({ a: 1 }).text(),
    new Request("http://x/y", { method: "post" }).method,
    await new Response(blob).text(),
  );
  console.log(
    new DOMException("message", "NotFoundError").code,
    performance.toJSON().nodeTiming.name,
    typeof queueMicrotask,
    crypto.randomUUID().length,
  );
  try {
    btoa("€");
  } catch ({ name, message }) {
    console.log(name, message);
  }
}

main();
