"""Uses one of the clients as its own documentation does, and prints what came of it as JSON: NAME URL ADMIN_KEY."""

import asyncio
import json
import sys


def stage(given, *names):
    return [getattr(given, name) for name in names]


def ultra_piston(url, admin_key):
    from ultra_piston import File, PistonClient
    from ultra_piston.errors import BadRequestError, InternalServerError

    client = PistonClient(base_url=url, rate_limit=0)
    runtimes = {runtime.language: runtime for runtime in client.get_runtimes()}
    packages = {package.language: package.installed for package in client.get_packages()}

    def execute(language, version, content, **options):
        return client.post_execute(language=language, version=version, file=File(content=content), **options)

    hello = execute("python", "3.10.0", "import sys\nprint(input(), *sys.argv[1:])", stdin="in", args=["a", "b c"])
    compiled = execute("c++", "10.2.0", "#include <iostream>\nint main() { std::cout << 1; return 3; }")
    broken = execute("c", "10.2.0", "int main() { return x; }")
    slow = execute("python", "*", "while True: pass", run_timeout=300)
    try:
        execute("cobol", "99", "")
        unknown = None
    except BadRequestError as error:
        unknown = str(error)
    try:
        PistonClient(base_url=url, api_key=admin_key, rate_limit=0).post_packages("python", "*")
        again = None
    except InternalServerError as error:
        again = str(error)
    later = asyncio.run(client.post_execute_async(language="js", version="18.15.0", file=File(content="console.log(1)")))
    return {
        "runtimes": [runtimes["c++"].runtime, "py" in runtimes["python"].aliases],
        "packages": [packages["python"], "zig" in packages],
        "hello": [hello.language, *stage(hello.run, "stdout", "stderr", "output", "code", "signal"), hello.compile],
        "compiled": [*stage(compiled.compile, "code", "output"), *stage(compiled.run, "stdout", "code")],
        "broken": [broken.compile.code, broken.run == type(broken.run)(**broken.compile.model_dump())],
        "slow": stage(slow.run, "code", "signal"),
        "unknown": unknown,
        "again": again,
        "later": later.run.output,
    }


async def aiopyston(url, _admin_key):
    from pyston import File, PystonClient
    from pyston.exceptions import ExecutionError

    client = PystonClient(base_url=url)
    hello = await client.execute("python", [File("print(input())")], stdin="in")
    files = [File("import util\nutil.say()", "main.py"), File("def say(): print('it')", "util.py")]
    several = await client.execute("py", files, version="3.12.0", args=["x"])
    broken = await client.execute("c", [File("nonsense")])
    try:
        await client.execute("cobol", [File("")])
        unknown = None
    except ExecutionError as error:
        unknown = str(error)
    found = await client.get_runtimes("cpp")
    languages = await client.languages()
    await client.close_session()
    return {
        "hello": [str(hello), hello.langauge, hello.run_stage.code, hello.compile_stage],
        "several": several.run_stage.stdout,
        "broken": [broken.compile_stage.code, broken.run_stage.code],
        "unknown": unknown,
        "found": [found[0].language, "python" in languages],
    }


CLIENTS = {"ultra-piston": ultra_piston, "aiopyston": lambda *args: asyncio.run(aiopyston(*args))}

name, *arguments = sys.argv[1:]
print(json.dumps(CLIENTS[name](*arguments)))
