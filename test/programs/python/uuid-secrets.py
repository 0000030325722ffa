import random
import secrets
import tempfile
import uuid
import os

print(len({uuid.uuid4() for _ in range(100)}), len(secrets.token_hex(16)), len({random.random() for _ in range(100)}))
with tempfile.NamedTemporaryFile() as f, tempfile.TemporaryDirectory() as d:
    print(os.path.dirname(f.name), os.path.dirname(d))
random.seed(42)
print(random.random(), random.getrandbits(64), random.sample(range(100), 5))
print(tempfile.gettempdir(), uuid.uuid5(uuid.NAMESPACE_DNS, "x"))
import hashlib
import ssl
print(hashlib.md5(b"x").hexdigest(), len(ssl.RAND_bytes(8)), ssl.OPENSSL_VERSION)
