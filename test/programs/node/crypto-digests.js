const crypto = require("crypto");

const text = "The quick brown fox – größer";
for (const name of ["md5", "sha1", "sha256", "sha512", "sha3-256", "blake2b512", "ripemd160"]) {
  console.log(
    name,
    crypto.createHash(name).update(text).update("more").digest("hex"),
    crypto.createHmac("sha256", name).update(text).digest("base64"),
  );
}
console.log(
  crypto.createHash("shake256", { outputLength: 5 }).update("").digest(),
  crypto.pbkdf2Sync("secret", "salt", 1000, 16, "sha512").toString("hex"),
);
console.log(
  crypto.scryptSync("secret", "salt", 16, { N: 1024 }).toString("hex"),
  Buffer.from(crypto.hkdfSync("sha256", "key", "salt", "info", 8)),
);
const key = Buffer.alloc(32, 1);
const cipher = crypto.createCipheriv("aes-256-gcm", key, Buffer.alloc(12, 2));
const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
const decipher = crypto
  .createDecipheriv("aes-256-gcm", key, Buffer.alloc(12, 2))
  .setAuthTag(cipher.getAuthTag());
console.log(
  sealed.toString("hex"),
  cipher.getAuthTag().toString("hex"),
  decipher.update(sealed, null, "utf8") + decipher.final("utf8"),
);
console.log(
  crypto.getHashes().length,
  crypto.getCiphers().length,
  crypto.getCurves().length,
  crypto.constants.RSA_PKCS1_PADDING,
);
console.log(
  crypto.timingSafeEqual(Buffer.from("a"), Buffer.from("a")),
  crypto.createHash("sha1").copy().digest("hex"),
);
const random = Array.from({ length: 2000 }, () => crypto.randomUUID());
console.log(
  new Set(random).size,
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(random[0]),
);
console.log(
  crypto.randomBytes(16).length,
  crypto.randomInt(5) < 5,
  crypto.randomFillSync(new Uint8Array(100)).some(Boolean),
  crypto.randomBytes(8).equals(crypto.randomBytes(8)),
);
console.log(new Set(Array.from({ length: 1000 }, Math.random)).size, Math.random() < 1);
for (const attempt of [
  () => crypto.createHash("nope"),
  () => decipher.final(),
  () => crypto.createCipheriv("aes-128-cbc", key, key),
]) {
  try {
    attempt();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
