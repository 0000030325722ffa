require "openssl"
p OpenSSL::Digest::SHA256.hexdigest("x"), OpenSSL::HMAC.hexdigest("SHA256", "k", "d"), OpenSSL::Random.random_bytes(8).size
cipher = OpenSSL::Cipher.new("aes-256-cbc").encrypt
cipher.key = "k" * 32
cipher.iv = "i" * 16
p (cipher.update("secret") + cipher.final).unpack1("H*")
