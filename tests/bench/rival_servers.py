"""Servers that tests/bench/rivals measures, each a child on a port of its own, and what /proc says
of them."""
import http.client
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse

TICKS = os.sysconf("SC_CLK_TCK")
FOREVER = "100y"  # what servers keep


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def bytes_below(directory):
    return sum(path.stat().st_size for path in pathlib.Path(directory).rglob("*")
               if path.is_file())


class Server:
    """A child that answers HTTP; killed at the end of a `with`."""

    def __init__(self, argv, port, ready, log):
        self.port = port
        self.log = pathlib.Path(log)
        with open(log, "wb") as out:
            self.child = subprocess.Popen(argv, stdout=out, stderr=subprocess.STDOUT)
        self.wait_for(ready)

    def wait_for(self, ready):
        until = time.monotonic() + 60
        while True:
            if self.child.poll() is not None:
                raise RuntimeError(f"ended with {self.child.returncode}: "
                                   + self.log.read_text(errors="replace")[-1000:])
            try:
                self.ask(ready)
                return
            except (OSError, http.client.HTTPException, RuntimeError):
                if time.monotonic() > until:
                    self.end()
                    raise
                time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self.child.send_signal(signal.SIGKILL)
        self.child.wait()

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def ask(self, target, method="GET", into=None):
        """The body of an answer, or into a file."""
        connection = self.connect()
        connection.request(method, target)
        answer = connection.getresponse()
        if answer.status // 100 != 2:
            raise RuntimeError(f"{target}: {answer.status} {answer.read(500)}")
        if into is None:
            return answer.read()
        with open(into, "wb") as file:
            shutil.copyfileobj(answer, file, 1 << 20)
        return b""

    def post_file(self, target, path):
        """Sends a file, without a copy in this process."""
        connection = self.connect()
        connection.putrequest("POST", target)
        connection.putheader("Content-Length", str(os.path.getsize(path)))
        connection.endheaders()
        with open(path, "rb") as file:
            connection.sock.sendfile(file)
        answer = connection.getresponse()
        if answer.status // 100 != 2:
            raise RuntimeError(f"{target}: {answer.status} {answer.read(500)}")

    def write_all(self, path):
        """Posts a file of requests, each behind its length, over one connection."""
        connection = self.connect()
        headers = {"Content-Encoding": "snappy", "Content-Type": "application/x-protobuf",
                   "X-Prometheus-Remote-Write-Version": "0.1.0"}
        with open(path, "rb") as file:
            while length := file.read(4):
                connection.request("POST", "/api/v1/write",
                                   file.read(int.from_bytes(length, "little")), headers)
                answer = connection.getresponse()
                body = answer.read()
                if answer.status // 100 != 2:
                    raise RuntimeError(f"remote write: {answer.status} {body[:500]}")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.child.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS  # utime, stime (proc(5) 14 and 15)

    def number(self, file, name):
        for line in pathlib.Path(f"/proc/{self.child.pid}/{file}").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        raise RuntimeError(f"/proc/PID/{file}: no {name}")

    def peak_bytes(self):
        return self.number("status", "VmHWM") * 1024

    def bytes_written(self):
        return self.number("io", "write_bytes")


class Victoria(Server):
    """VictoriaMetrics, with nothing changed that costs it time or space."""

    ALL = urllib.parse.quote('{__name__!=""}')

    def __init__(self, directory):
        shutil.rmtree(directory, ignore_errors=True)
        self.directory = pathlib.Path(directory)
        port = free_port()
        super().__init__(["victoria-metrics", f"-storageDataPath={directory}",
                          f"-httpListenAddr=127.0.0.1:{port}", f"-retentionPeriod={FOREVER}",
                          "-loggerLevel=WARN"], port, "/health", f"{directory}.log")

    def settle(self, samples):
        """Everything on disk and merged; an error where it keeps another number of samples."""
        self.ask("/internal/force_flush")
        self.ask("/internal/force_merge")
        quiet, before = 0, None
        while quiet < 6:  # 3 s: what it tells of itself is up to a second old
            time.sleep(0.5)
            rows, busy = self.told()
            now = (rows, self.data_bytes(), self.index_bytes())
            quiet = quiet + 1 if now == before and not busy else 0
            before = now
        if rows != samples:
            raise RuntimeError(f"VictoriaMetrics keeps {rows} samples of {samples}")

    def told(self):
        """How many samples it keeps, and whether it is still at work on them."""
        rows, busy = 0, False
        for line in self.ask("/metrics").decode().splitlines():
            name, _, number = line.rpartition(" ")
            if name.startswith('vm_rows{type="storage/'):
                rows += int(number)
            elif name.startswith(("vm_active_force_merges", "vm_active_merges",
                                  "vm_pending_rows")):
                busy = busy or number != "0"
        return rows, busy

    def export_native(self, into):
        self.ask(f"/api/v1/export/native?match[]={self.ALL}&start=0&end=4000000000", into=into)

    def data_bytes(self):
        return bytes_below(self.directory / "data")

    def index_bytes(self):
        return bytes_below(self.directory / "indexdb")


class Prometheus(Server):
    def __init__(self, directory):
        shutil.rmtree(directory, ignore_errors=True)
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True)
        config = self.directory / "prometheus.yml"
        config.write_text("global: {}\n")
        port = free_port()
        super().__init__(["prometheus", f"--config.file={config}",
                          f"--storage.tsdb.path={directory}/data",
                          f"--web.listen-address=127.0.0.1:{port}",
                          "--web.enable-remote-write-receiver", "--web.enable-admin-api",
                          f"--storage.tsdb.retention.time={FOREVER}", "--log.level=warn"],
                         port, "/-/ready", f"{directory}/log")

    def block_bytes(self):
        """What its head comes to as blocks: samples, and with the index."""
        self.ask("/api/v1/admin/tsdb/snapshot", "POST")
        snapshot = self.directory / "data" / "snapshots"
        everything = bytes_below(snapshot)
        index = sum(path.stat().st_size for path in snapshot.rglob("index"))
        return everything - index, everything
