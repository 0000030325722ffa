import argparse, array, ast, base64, bisect, calendar, collections, configparser, contextlib, csv, ctypes, datetime, decimal
import difflib, email, fractions, functools, heapq, html, http.client, io, itertools, json, logging, math, operator, pathlib
import pprint, queue, re, shlex, shutil, sqlite3, statistics, string, struct, textwrap, time, timeit, tokenize, tomllib, types
import urllib.parse, xml.etree.ElementTree, zipfile, zlib, zoneinfo

logging.warning("to stderr")
logging.basicConfig(format="%(name)s %(funcName)s %(lineno)d %(message)s", force=True)
logging.getLogger("x").error("formatted", exc_info=False)
print(decimal.getcontext().prec, fractions.Fraction("0.25"), datetime.date(2024, 2, 29).isoformat())
db = sqlite3.connect(":memory:")
print(db.execute("select sum(value) from (select 1 value union select 2)").fetchone())
print(functools.reduce(operator.mul, range(1, 20)), math.comb(50, 25), statistics.median([1, 3, 2]))
print(zlib.crc32(b"x"), base64.b64encode(b"x"), json.dumps({"a": [1, 2.5, None]}), re.sub(r"(\w)", r"<\1>", "ab"))
print(pathlib.Path(__file__).resolve().parent, pathlib.Path.cwd(), shutil.which("python3"))
print(calendar.TextCalendar().formatmonth(2024, 2), textwrap.fill("words " * 20, 30), ast.dump(ast.parse("1+1")))
print(time.strftime("%Y", time.gmtime(0)), zoneinfo.ZoneInfo("UTC"), timeit.timeit("1", number=1) < 1)
parser = argparse.ArgumentParser()
parser.add_argument("number", type=int)
parser.parse_args()
