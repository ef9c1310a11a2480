"""Servers under measurement: started on 127.0.0.1, watched through /proc, ended by their pids."""
import os
import signal
import socket
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
START_S = 10.0  # to the first answer
STOP_S = 5.0    # from SIGTERM to the end
TICKS_PER_S = os.sysconf('SC_CLK_TCK')
PATH = '/planets/mars?lon=-0.0005&lat=51.4769&elevation=46'

NGINX_CONFIG = '''
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 2048; }}
http {{
    access_log off; keepalive_requests 100000000; server_tokens off;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        location / {{ default_type "{content_type}"; {pieces} return 200 "{whole}"; }}
    }}
}}
'''


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def fetch(port, path=PATH):
    """One answer: head and body as bytes."""
    with socket.create_connection(('127.0.0.1', port), timeout=2) as s:
        s.sendall(f'GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n'.encode())
        parts = []
        while part := s.recv(65536):
            parts.append(part)
    head, _, body = b''.join(parts).partition(b'\r\n\r\n')
    return head, body


def stat_fields(pid):
    with open(f'/proc/{pid}/stat') as file:
        return file.read().rpartition(')')[2].split()  # from the state on


def family(pid):
    """The process and all its descendants."""
    parents = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                parents.setdefault(int(stat_fields(name)[1]), []).append(int(name))
            except (OSError, IndexError):
                pass  # it ended meanwhile
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        todo += parents.get(found[-1], [])
    return found


class Server:
    """A running server; use as a context manager."""

    def __init__(self, name, command, port, env=None, folder=None):
        self.name, self.port, self.folder = name, port, folder
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(command, env={**os.environ, **(env or {})},
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        start_new_session=True)
        try:
            self.answer_s = self.await_answer()
        except BaseException:
            self.stop()
            raise

    def await_answer(self):
        """Seconds from exec to the first answer."""
        while True:
            try:
                head, _ = fetch(self.port)
                if head.split()[1] != b'200':
                    raise RuntimeError(f'{self.name} answers {head[:60]!r}')
                return time.perf_counter() - self.begun
            except (OSError, IndexError):
                if self.process.poll() is not None:
                    raise RuntimeError(f'{self.name} ended before its first answer')
                if time.perf_counter() - self.begun > START_S:
                    raise RuntimeError(f'{self.name} gives no answer')
                time.sleep(0.0002)

    def cpu_s(self):
        """User and system time of all its processes."""
        ticks = 0
        for pid in family(self.process.pid):
            fields = stat_fields(pid)
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS_PER_S

    def stop(self):
        pids = family(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.wait()
        if self.folder is not None:
            self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def program(build):
    """The program to measure: PLANETTRACKER, as make bench sets it, or the one built in a folder."""
    return os.environ.get('PLANETTRACKER') or f'{build}/planettracker'


def planettracker(binary, env=None):
    port = free_port()
    return Server('planettracker', [binary, 'serve', '--threads', '1', '--access-log', 'off', '--port', str(port)], port,
                  env)


def nginx(program, like, env=None):
    """nginx answering the same bytes to everything; like is (head, body) of one of our answers."""
    head, body = like
    content_type = 'application/json'
    for line in head.decode().split('\r\n'):
        if line.lower().startswith('content-type:'):
            content_type = line.split(':', 1)[1].strip()
    temporary, port = tempfile.TemporaryDirectory(prefix='bench-nginx-'), free_port()
    folder = temporary.name
    config = os.path.join(folder, 'nginx.conf')
    text = body.decode().replace("'", ' ').replace('$', ' ')
    pieces = [text[i:i + 2000] for i in range(0, len(text), 2000)]  # nginx reads words of 4 KB at most
    with open(config, 'w') as file:
        file.write(NGINX_CONFIG.format(
            folder=folder, port=port, content_type=content_type,
            pieces=' '.join(f"set $p{i} '{piece}';" for i, piece in enumerate(pieces)),
            whole=''.join(f'${{p{i}}}' for i in range(len(pieces)))))
    return Server('nginx', [program, '-p', folder, '-e', f'{folder}/error.log', '-c', config], port,
                  env, temporary)


def aiohttp(python):
    port = free_port()
    return Server('aiohttp', [python, os.path.join(HERE, 'original_server.py'), str(port)], port)


def gunicorn(python):
    port = free_port()
    return Server('gunicorn', [
        python, '-m', 'gunicorn', '--chdir', HERE, '--workers', '2', '--worker-class',
        'aiohttp.GunicornWebWorker', '--bind', f'127.0.0.1:{port}', '--log-level', 'critical',
        'original_server:application'], port)
