"""Uses one of the clients as its own documentation does, and prints what came of it as JSON: NAME URL TOKEN USER."""

import asyncio
import json
import sys


def official(url, token, _user):
    import judge0
    from judge0 import Filesystem, LanguageAlias, Submission
    from judge0.filesystem import File

    client = judge0.Client(endpoint=url, headers={"X-Auth-Token": token})
    hello = judge0.run(
        client=client,
        source_code="print(f'hello {input()}')",
        language=LanguageAlias.PYTHON,
        test_cases=[("you", "hello you"), ("me", "hello you")],
    )
    many = judge0.run(
        client=client,
        submissions=[Submission(source_code=f"print({i})", language=LanguageAlias.PYTHON) for i in range(25)],
    )
    broken = judge0.run(client=client, source_code="int main() { return x; }", language=LanguageAlias.C)
    crash = judge0.run(
        client=client,
        source_code="#include <stdlib.h>\nint main() { abort(); }",
        language=LanguageAlias.C,
        compiler_options="-O1 -Wall",
    )
    files = judge0.run(
        client=client,
        source_code="import sys\nprint(open('data/a.txt').read(), sys.argv[1])\nprint('żółw', file=sys.stderr)",
        language=LanguageAlias.PYTHON,
        command_line_arguments="'two words'",
        additional_files=Filesystem(content=[File(name="data/a.txt", content="from the archive")]),
    )
    scripts = {"compile": "gcc -o it main.c", "run": "./it", "main.c": "int main() { return 3; }"}
    project = judge0.run(
        client=client,
        submissions=Submission(
            source_code="",
            language=LanguageAlias.MULTI_FILE,
            additional_files=Filesystem(content=[File(name=n, content=c) for n, c in scripts.items()]),
        ),
    )
    slow = judge0.run(
        client=client, source_code="while True: pass", language=LanguageAlias.PYTHON, cpu_time_limit=0.3
    )
    return {
        "version": client.version,
        "python": client.is_language_supported(LanguageAlias.PYTHON),
        "hello": [[int(s.status), s.stdout] for s in hello],
        "many": [s.stdout for s in many],
        "broken": [int(broken.status), "x" in broken.compile_output, broken.time],
        "crash": [int(crash.status), crash.exit_signal, crash.message],
        "files": [int(files.status), files.stdout, files.stderr],
        "project": [int(project.status), project.exit_code],
        "slow": [int(slow.status), slow.message, slow.time >= 0.3, type(slow.created_at).__name__],
    }


async def asynchronous(url, token):
    from judge0_client import Judge0Client, MultiFileSubmission, SingleFileSubmission

    async with Judge0Client(url, auth_token=token) as client:

        async def run(submission):
            created = await client.create_submission(submission)
            while True:
                detail = await client.get_submission(created.token)
                if detail.status.id > 2:
                    return [int(detail.status.id), detail.stdout, detail.message]
                await asyncio.sleep(0.05)

        return {
            "about": (await client.get_about()).version,
            "single": await run(
                SingleFileSubmission(
                    source_code="print(open('a.txt').read() + input())",
                    language_id=71,
                    stdin="ż",
                    expected_output="aż",
                    memory_limit=100_000.0,
                    additional_files={"a.txt": "a"},
                )
            ),
            "multi": await run(MultiFileSubmission(additional_files={"run": "cat x", "x": b"\xc5\xbc"})),
            "workers": [w.queue for w in await client.get_workers()],
            "texts": [bool(await client.get_isolate()), bool(await client.get_license())],
        }


def judge0_client(url, token, _user):
    return asyncio.run(asynchronous(url, token))


def judge0api(url, token, _user):
    from judge0api import Client
    from judge0api.submission import Submission

    # With a user it asks whether that one may before it has sent its token, which Judge0 refuses as well.
    client = Client(url, token)
    submission = Submission()
    submission.source_code = b"print(input())"
    submission.stdin = b"in"
    submission.expected_output = b"in"
    submission.language_id = 71
    submission.cpu_time_limit = 1
    submission.submit(client)
    submission.load(client)
    refused = None
    try:
        Client(url, "wrong")
    except Exception as error:
        refused = error.response.status_code
    return {"status": submission.status, "stdout": submission["stdout"], "code": submission.exit_code, "refused": refused}


def judge0_api_wrapper(url, token, user):
    from judge0_api_wrapper import CreateSubmission, Judge0

    client = Judge0(url, token, user)
    one = client.submit(CreateSubmission(source_code="print(input())", language_id=71, stdin="one", memory_limit=50_000))
    batch = client.submit_batch(
        [CreateSubmission(source_code=f"print({i})", language_id=71, expected_output="1") for i in range(2)],
        encode_in_base64=False,
    )
    ended = [client.wait_for_completion(each, 0.05) for each in [one, *batch]]
    return {"languages": 71 in client.languages, "ended": [[int(e.result), e.stdout] for e in ended]}


CLIENTS = {
    "judge0": official,
    "judge0-client": judge0_client,
    "judge0api": judge0api,
    "judge0-api-wrapper": judge0_api_wrapper,
}

print(json.dumps(CLIENTS[sys.argv[1]](*sys.argv[2:5])))
