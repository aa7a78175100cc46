"""A Redfish service for tests: HTTPS over a tree of JSON documents, with sessions and with faults.

  redfish_server.py SETTINGS.json

Settings: tree, log, rules (paths), certificate, key ("" = plain http), user, password,
session_limit, basic (whether a password may come with a single request), etags, expand.
Prints its port and then serves until it is killed. Every request becomes one line of JSON in the
log before it is answered. The rules file holds a list; the first rule whose "path" (fnmatch, with
the query) and "verb" fit and whose "times" are not used up decides: {"path": "*", "verb": "GET",
"skip": 0, "times": 1, "do": "status" | "hang" | "drop" | "cut" | "flood" | "garbage" | "body" |
"revoke" | "stream", "status": 503, "headers": {}, "body": ""}. It is read again whenever it changes.
A stream sends what is appended to "file" until that is gone, or without a file its "body" for ever.
"""
import base64
import fnmatch
import hashlib
import json
import os
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SESSIONS = "/redfish/v1/SessionService/Sessions"
OPEN = ("/redfish", "/redfish/v1", "/redfish/v1/")


class State:
    def __init__(self, settings):
        self.settings = settings
        self.lock = threading.Lock()
        self.sessions = {}  # id -> token
        self.made = 0
        self.rules = []
        self.rules_text = None
        self.used = []

    def read_rules(self):
        with open(self.settings["rules"], encoding="utf-8") as file:
            text = file.read()
        if text != self.rules_text:
            self.rules_text = text
            self.rules = json.loads(text)
            self.used = [0] * len(self.rules)

    def rule_for(self, verb, path):
        with self.lock:
            self.read_rules()
            for i, rule in enumerate(self.rules):
                if rule.get("verb", verb) != verb or not fnmatch.fnmatchcase(path, rule["path"]):
                    continue
                self.used[i] += 1
                turn = self.used[i] - rule.get("skip", 0)
                if 1 <= turn <= rule.get("times", 1 << 30):
                    return rule
        return None

    def log(self, entry):
        with self.lock:
            entry["sessions"] = len(self.sessions)
            with open(self.settings["log"], "a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")

    def document(self, path):
        """Bytes of a document of the tree: DMTF's layout (X/index.json) or one file a document."""
        tree = self.settings["tree"]
        if not path.startswith("/redfish/v1") or ".." in path:
            return None
        inside = path[len("/redfish/v1"):].strip("/")
        flat = "_redfish_v1" + ("_" + inside.replace("/", "_") if inside else "") + ".json"
        for name in (os.path.join(tree, inside, "index.json"), os.path.join(tree, flat)):
            if os.path.isfile(name):
                with open(name, "rb") as file:
                    return file.read()
        return None

    def expanded(self, body):
        collection = json.loads(body)
        for i, member in enumerate(collection.get("Members", [])):
            whole = self.document(member.get("@odata.id", ""))
            if whole is not None:
                collection["Members"][i] = json.loads(whole)
        return json.dumps(collection).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes
    state = None

    def log_message(self, *arguments):
        pass

    def log_request_seen(self, status):
        self.state.log({"verb": self.command, "path": self.path, "status": status,
                        "token": "X-Auth-Token" in self.headers,
                        "basic": "Authorization" in self.headers,
                        "tag": self.headers.get("If-None-Match", "")})

    def answer(self, status, body=b"", headers=None):
        self.log_request_seen(status)
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status, message):
        self.answer(status, json.dumps({"error": {
            "code": "Base.1.8.GeneralError", "message": "No.",
            "@Message.ExtendedInfo": [{"MessageId": "Base.1.8." + message}]}}).encode())

    def is_basic(self):
        settings = self.state.settings
        pair = settings["user"] + ":" + settings["password"]
        wanted = "Basic " + base64.b64encode(pair.encode()).decode()
        return settings["basic"] and self.headers.get("Authorization") == wanted

    def is_known(self):
        with self.state.lock:
            with_token = self.headers.get("X-Auth-Token") in self.state.sessions.values()
        return with_token or self.is_basic()

    def open_session(self, body):
        state = self.state
        asked = json.loads(body)
        if asked != {"UserName": state.settings["user"], "Password": state.settings["password"]}:
            # as real services do, it repeats what it was sent
            said = {"error": {"code": "Base.1.8.Refused", "message": body.decode(),
                              "@Message.ExtendedInfo": [{"MessageId": body.decode()}]}}
            self.answer(401, json.dumps(said).encode())
            return
        with state.lock:
            full = len(state.sessions) >= state.settings["session_limit"]
            if not full:
                state.made += 1
                number = str(state.made)
                token = "token-%s-%d" % (number, os.getpid())
                state.sessions[number] = token
        if full:
            self.refuse(503, "SessionLimitExceeded")
            return
        place = SESSIONS + "/" + number
        self.answer(201, json.dumps({"@odata.id": place, "Id": number}).encode(),
                    {"X-Auth-Token": token, "Location": place})

    def close_session(self):
        if not self.is_known():
            self.refuse(401, "NoValidSession")
            return
        with self.state.lock:
            there = self.state.sessions.pop(self.path.rsplit("/", 1)[1], None)
        if there:
            self.answer(204)
        else:
            self.refuse(404, "ResourceMissingAtURI")

    def get(self):
        path, _, query = self.path.partition("?")
        if path not in OPEN and not self.is_known():
            self.refuse(401, "NoValidSession")
            return
        body = self.state.document(path)
        if body is None:
            self.refuse(404, "ResourceMissingAtURI")
            return
        if query.startswith("$expand"):
            if not self.state.settings["expand"]:
                self.refuse(501, "QueryNotSupported")
                return
            body = self.state.expanded(body)
        headers = {}
        if self.state.settings["etags"]:
            headers["ETag"] = 'W/"' + hashlib.sha256(body).hexdigest()[:16] + '"'
            if self.headers.get("If-None-Match") == headers["ETag"]:
                self.answer(304, b"", headers)
                return
        self.answer(200, body, headers)

    def misbehave(self, rule):
        """True when that was all."""
        what = rule["do"]
        if what == "revoke":
            with self.state.lock:
                self.state.sessions.clear()
            return False
        if what in ("status", "body"):
            self.answer(rule.get("status", 200), rule.get("body", "").encode(),
                        rule.get("headers"))
            return True
        self.close_connection = True
        if what == "stream":
            self.stream(rule)
            return True
        self.log_request_seen(0)
        if what == "hang":
            time.sleep(60)
        elif what == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"half\":")
        elif what == "garbage":
            self.wfile.write(b"\x00\x01not http at all\r\n\r\n")
        elif what == "flood":
            self.flood()
        return True

    def flood(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        for _ in range(4096):
            self.wfile.write(chunk)

    def send_chunk(self, piece):
        self.wfile.write(b"%x\r\n" % len(piece) + piece + b"\r\n")

    def stream(self, rule):
        if not self.is_known():
            self.refuse(401, "NoValidSession")
            return
        self.log_request_seen(200)
        self.send_response(200)
        self.send_header("Content-Type", rule.get("type", "text/event-stream"))
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while "file" not in rule:
            self.send_chunk(rule["body"].encode())
        sent = 0
        while os.path.exists(rule["file"]):
            with open(rule["file"], "rb") as file:
                file.seek(sent)
                piece = file.read()
            if piece:
                self.send_chunk(piece)
                sent += len(piece)
            else:
                time.sleep(0.01)
        self.wfile.write(b"0\r\n\r\n")

    def handle_verb(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        rule = self.state.rule_for(self.command, self.path)
        if rule is not None and self.misbehave(rule):
            return
        if self.command == "GET":
            self.get()
        elif self.command == "POST" and self.path == SESSIONS:
            self.open_session(body)
        elif self.command == "DELETE" and self.path.startswith(SESSIONS + "/"):
            self.close_session()
        else:
            self.refuse(405, "OperationNotAllowed")

    do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = do_HEAD = do_OPTIONS = handle_verb


class Server(ThreadingHTTPServer):
    daemon_threads = True
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
    server = Server(("127.0.0.1", 0), Handler)
    if settings["certificate"]:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(settings["certificate"], settings["key"])
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
