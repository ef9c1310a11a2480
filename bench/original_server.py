#!/usr/bin/python3
"""The original kind of server, as a peer: aiohttp and PyEphem.

original_server.py PORT, or under gunicorn as original_server:application.
"""
import math
import sys

import ephem
from aiohttp import web

BODIES = {name: getattr(ephem, name.capitalize()) for name in (
    'sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto')}


async def planet(request):
    name = request.match_info['name']
    if name not in BODIES:
        raise web.HTTPNotFound()
    observer = ephem.Observer()
    observer.lon = math.radians(float(request.query['lon']))
    observer.lat = math.radians(float(request.query['lat']))
    observer.elevation = float(request.query['elevation'])
    body = BODIES[name](observer)
    return web.json_response(
        {'az': math.degrees(body.az), 'alt': math.degrees(body.alt), 'name': name})


application = web.Application()
application.router.add_get('/planets/{name}', planet)

if __name__ == '__main__':
    web.run_app(application, host='127.0.0.1', port=int(sys.argv[1]), access_log=None, print=None)
