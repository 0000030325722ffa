const größe = "ä€😀";
const π = Math.PI;
const 名前 = { ключ: 1, "\u{1F600}": 2 };
console.log(größe, größe.length, [...größe].length, Buffer.byteLength(größe), π, 名前);
console.log(größe.normalize("NFD").length, "é" === "e\u0301".normalize(), "İ".toLowerCase().length, "ß".toUpperCase());
console.log("\ud800 alone", Buffer.from("\ud800"), "tab\tnul\0bell\x07".length, "  ".trim() === "");
console.error("на русском", "中文", "עברית");
function 失敗() {
  throw new TypeError(`falsch: ${größe}`);
}
失敗();
