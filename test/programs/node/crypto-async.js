const crypto = require("crypto");
const { promisify } = require("util");

const done = [];
let left = 12;
for (let n = 0; n < 8; n++) {
  crypto.pbkdf2("secret", `salt ${n}`, 2000, 8, "sha256", (error, key) =>
    finish(`pbkdf2 ${n} ${error} ${key.toString("hex")}`),
  );
}
for (let n = 0; n < 4; n++) {
  crypto.scrypt("secret", `salt ${n}`, 8, { N: 512 }, (error, key) =>
    finish(`scrypt ${n} ${error} ${key.toString("hex")}`),
  );
}
function finish(text) {
  done.push(text);
  if (--left > 0) return;
  console.log(done.sort().join("\n"));
  more();
}
async function more() {
  console.log((await promisify(crypto.randomBytes)(20)).length, await promisify(crypto.randomInt)(1));
  const { publicKey, privateKey } = await promisify(crypto.generateKeyPair)("ec", { namedCurve: "P-256" });
  const signature = crypto.sign("sha256", Buffer.from("text"), privateKey);
  console.log(
    crypto.verify("sha256", Buffer.from("text"), publicKey, signature),
    crypto.verify("sha256", Buffer.from("other"), publicKey, signature),
  );
  const { subtle } = crypto.webcrypto;
  console.log(Buffer.from(await subtle.digest("SHA-256", new TextEncoder().encode("text"))).toString("hex"));
  const raw = await subtle.importKey("raw", Buffer.alloc(16, 3), { name: "AES-CBC" }, true, [
    "encrypt",
    "decrypt",
  ]);
  const algorithm = { name: "AES-CBC", iv: new Uint8Array(16) };
  const sealed = await subtle.encrypt(algorithm, raw, Buffer.from("sealed"));
  console.log(
    Buffer.from(sealed).toString("hex"),
    Buffer.from(await subtle.decrypt(algorithm, raw, sealed)).toString(),
    raw,
  );
  const ed = crypto.createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${"07".repeat(32)}`, "hex"),
    format: "der",
    type: "pkcs8",
  });
  console.log(
    crypto.sign(null, Buffer.from("text"), ed).toString("base64"),
    ed.asymmetricKeyType,
    globalThis.crypto === crypto.webcrypto,
  );
  console.log(await subtle.digest("MD5", new Uint8Array(1)).catch(({ name, message }) => [name, message]));
}
