#!/usr/bin/python3
"""What asyncio's tasks cost, beside bench/task.c."""
import asyncio
import resource
import time


async def yield_often(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    for tasks in (1, 2, 100, 10000):
        each = 200000 // tasks
        start = time.perf_counter()
        await asyncio.gather(*(yield_often(each) for _ in range(tasks)))
        print(f"asyncio sleep(0), {tasks} tasks: {(time.perf_counter() - start) / (each * tasks) * 1e9:.1f} ns")
    count = 100000
    start = time.perf_counter()
    await asyncio.gather(*(asyncio.sleep(3) for _ in range(count)))
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"asyncio asleep: {count} tasks, max RSS {rss / 1024:.0f} MiB, {time.perf_counter() - start:.2f} s for 3 s asleep")


asyncio.run(main())
