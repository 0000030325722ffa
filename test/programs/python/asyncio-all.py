import asyncio
import sys


async def echo(reader, writer):
    writer.write((await reader.readline()).upper())
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"over tcp\n")
    print(await reader.read())
    writer.close()
    server.close()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(input()[::-1])", stdin=asyncio.subprocess.PIPE,
                                                   stdout=asyncio.subprocess.PIPE)
    print(await process.communicate(b"reversed\n"), process.returncode)
    print(await asyncio.gather(*(asyncio.sleep(0.001 * n, n) for n in range(5))))
    print(await asyncio.to_thread(sum, [1, 2, 3]))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(5)
    except TimeoutError as error:
        print("timeout", error)
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())


async def fail():
    raise ValueError("in a task")


asyncio.run(main())
