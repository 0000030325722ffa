<?php
foreach (["md5", "sha256", "crc32b", "xxh3", "sha3-256"] as $algorithm) echo $algorithm, " ", hash($algorithm, "data"), "\n";
echo hash_hmac("sha1", "d", "k"), " ", crc32("x"), " ", base64_encode(sha1("a", true)), "\n";
var_dump(password_verify("secret", password_hash("secret", PASSWORD_BCRYPT, ["cost" => 4])), crypt("a", '$1$salt$'));
$key = str_repeat("k", 32);
$iv = str_repeat("i", 16);
$c = openssl_encrypt("plain", "aes-256-cbc", $key, 0, $iv);
echo $c, " ", openssl_decrypt($c, "aes-256-cbc", $key, 0, $iv), " ", strlen(openssl_random_pseudo_bytes(8)), "\n";
$pair = sodium_crypto_sign_seed_keypair(str_repeat("s", 32));
echo bin2hex(sodium_crypto_sign_detached("m", sodium_crypto_sign_secretkey($pair))), "\n";
$rsa = openssl_pkey_new(["private_key_bits" => 1024]);
openssl_sign("text", $signature, $rsa, OPENSSL_ALGO_SHA256);
var_dump(openssl_verify("text", $signature, openssl_pkey_get_details($rsa)["key"], OPENSSL_ALGO_SHA256), openssl_error_string());
