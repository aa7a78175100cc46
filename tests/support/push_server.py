"""An engine for tests that takes what is pushed to it: HTTP or HTTPS, with faults.

  push_server.py SETTINGS.json

Settings: log, rules (paths), certificate, key ("" = plain http), client_ca ("" = asks for no
certificate), port (0 = any).
Prints its port and then serves until it is killed. Every request becomes one line of JSON in the
log, its body as base64, once it is known what becomes of it. The rules file holds a list;
the first rule whose "times" are not used up decides : {
  "skip" : 0,
  "times" : 1,
  "do" : "status" | "hang" | "drop" | "lose" | "cut",
  "status" : 503,
  "headers" : {},
  "body" : ""
}; "drop" takes nothing, "lose"
takes the request and loses the answer. Without a rule it is 204. The file is read again whenever
it changes.
"""
import base64
import json
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class State:
    def __init__(self, settings):
        self.settings = settings
        self.lock = threading.Lock()
        self.rules = []
        self.rules_text = None
        self.used = []
        self.connections = 0

    def rule(self):
        with self.lock:
            with open(self.settings["rules"], encoding="utf-8") as file:
                text = file.read()
            if text != self.rules_text:
                self.rules_text = text
                self.rules = json.loads(text)
                self.used = [0] * len(self.rules)
            for i, rule in enumerate(self.rules):
                self.used[i] += 1
                turn = self.used[i] - rule.get("skip", 0)
                if 1 <= turn <= rule.get("times", 1 << 30):
                    return rule
        return {"do": "status", "status": 204}

    def log(self, entry):
        with self.lock, open(self.settings["log"], "a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state = None
    timeout = 120

    def setup(self):
        super().setup()
        with self.state.lock:
            self.state.connections += 1
            self.connection_number = self.state.connections

    def log_message(self, *arguments):
        pass

    def seen(self, body, status, taken):
        self.state.log({"path": self.path, "status": status, "taken": taken,
                        "connection": self.connection_number,
                        "headers": {name.lower(): value for name, value in self.headers.items()},
                        "body": base64.b64encode(body).decode()})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        rule = self.state.rule()
        what = rule["do"]
        if what != "status":
            self.seen(body, 0, what == "lose")
            self.close_connection = True
            if what == "hang":
                time.sleep(60)
            elif what == "cut":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
            return
        status = rule["status"]
        self.seen(body, status, status < 300)
        answer = rule.get("body", "").encode()
        self.send_response(status)
        for name, value in rule.get("headers", {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if status != 204:
            self.wfile.write(answer)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    context = None

    def finish_request(self, request, client_address):
        try:
            if self.context is not None:
                request = self.context.wrap_socket(request, server_side=True)
            super().finish_request(request, client_address)
        except OSError:  # ssl.SSLError too: whoever asked went away
            pass
        finally:
            request.close()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    Handler.state = State(settings)
    server = Server(("127.0.0.1", settings["port"]), Handler)
    if settings["certificate"]:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(settings["certificate"], settings["key"])
        if settings["client_ca"]:
            server.context.verify_mode = ssl.CERT_REQUIRED
            server.context.load_verify_locations(settings["client_ca"])
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
