#!/usr/bin/python3
"""GETs from one nginx by our client, aiohttp's gather and curl --parallel: bench/client.py PLANETTRACKER MEASURE [ROUNDS]

One interleaved run: round after round each client once, 100 and 10,000 requests, 100 at once. Prints medians of
wall clock, CPU of the client (user + system) and its largest resident set. Then the cost of tasks.
"""
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
AT_ONCE = 100
COUNTS = (100, 10000)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start_nginx(folder, port):
    os.mkdir(folder + "/www")
    with open(folder + "/www/small.txt", "w") as file:
        file.write("x" * 100 + "\n")
    temps = " ".join(f"{n}_temp_path {folder}/{n};" for n in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open(folder + "/nginx.conf", "w") as file:
        file.write(f"""{'user root;' if os.getuid() == 0 else ''} daemon off; worker_processes 1;
            pid {folder}/pid; error_log {folder}/error.log; events {{ worker_connections 4096; }}
            http {{ access_log off; {temps} keepalive_requests 1000000;
            server {{ listen 127.0.0.1:{port} backlog=1024; root {folder}/www; }} }}""")
    path = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([path, "-p", folder, "-c", folder + "/nginx.conf", "-e", folder + "/error.log"])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process
        except OSError:
            time.sleep(0.05)
    sys.exit("bench/client.py: nginx did not start")


def measure(runner, words):
    result = subprocess.run([runner] + words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if result.returncode != 0:
        sys.exit(f"bench/client.py: {words[0]} failed")
    return tuple(float(word) for word in result.stdout.split())


def main(program, runner, rounds):
    folder, port = tempfile.mkdtemp(prefix="planettracker-bench-"), free_port()
    nginx = start_nginx(folder, port)
    url = f"http://127.0.0.1:{port}/small.txt"
    clients = {
        "planettracker get": lambda n: [program, "get", "-n", str(n), "-c", str(AT_ONCE), url],
        "aiohttp gather": lambda n: ["/usr/bin/python3", HERE + "/client_aiohttp.py", str(n), str(AT_ONCE), url],
        "curl --parallel": lambda n: ["curl", "-s", "--parallel", "--parallel-max", str(AT_ONCE), "-o", "/dev/null",
                                      f"{url}?[1-{n}]"],
    }
    seen = {}
    try:
        for _ in range(rounds):
            for count in COUNTS:
                for name, words in clients.items():
                    seen.setdefault((count, name), []).append(measure(runner, words(count)))
    finally:
        nginx.terminate()
        nginx.wait()
        shutil.rmtree(folder)
    for count in COUNTS:
        ours = [statistics.median(v) for v in zip(*seen[count, "planettracker get"])]
        print(f"{count} GETs, {AT_ONCE} at once, median of {rounds}: wall s, CPU s, max RSS MiB (and times ours)")
        for name in clients:
            its = [statistics.median(v) for v in zip(*seen[count, name])]
            print(f"  {name:18}" + "".join(f"{a:9.3f} ({a / b:4.1f})" for a, b in zip(its, ours)))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 5)
