import asyncio


async def numbers():
    try:
        for n in range(5):
            yield n
    finally:
        print("generator closed")


async def main():
    async for n in numbers():
        print(n)
        break


asyncio.run(main())
stale = numbers()
try:
    stale.asend(None).send(None)
except StopIteration as stop:
    print(stop.value)
