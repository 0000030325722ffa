import sys

for name in ("json", "re", "threading", "subprocess", "decimal", "csv", "tempfile", "logging", "uuid", "zoneinfo", "gzip",
             "urllib.parse", "importlib.metadata", "collections.abc", "email.message", "unittest.mock", "asyncio"):
    seen = set(sys.modules)
    __import__(name)
    print(name, sorted(set(sys.modules) - seen))
# numpy and pandas are never imported
