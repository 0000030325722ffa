import asyncio


async def forever():
    try:
        await asyncio.Event().wait()
    finally:
        print("cleaned up")


async def never():
    pass


loop = asyncio.new_event_loop()
task = loop.create_task(forever())
loop.call_soon(loop.stop)
loop.run_forever()
never()
lost = loop.create_future()
lost.set_exception(ValueError("never retrieved"))
