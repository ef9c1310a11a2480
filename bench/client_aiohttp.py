#!/usr/bin/python3
"""aiohttp's gather, for bench/client.py: client_aiohttp.py COUNT AT_ONCE URL"""
import asyncio
import sys

import aiohttp


async def get(session, url):
    async with session.get(url) as response:
        await response.read()
        return response.status


async def main(count, at_once, url):
    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(connector=connector) as session:
        statuses = await asyncio.gather(*(get(session, url) for _ in range(count)))
    if statuses != [200] * count:
        sys.exit("aiohttp: not all were 200")


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
