#include "tests/support/push_server.h"

#include <thread>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "schemas/encoding.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"
#include "tests/support/source_dir.h"

namespace rackproof::testing {
namespace {

constexpr std::size_t kLogLimit = std::size_t{256} << 20;

std::string text_at(const JsonValue& entry, std::string_view name) {
  const auto* value = entry.find(name);
  REQUIRE(value != nullptr);
  REQUIRE(value->if_string() != nullptr);
  return *value->if_string();
}

std::int64_t integer_at(const JsonValue& entry, std::string_view name) {
  const auto* value = entry.find(name);
  REQUIRE(value != nullptr);
  REQUIRE(value->if_integer() != nullptr);
  return *value->if_integer();
}

PushedRequest request_of(std::string_view line) {
  const auto entry = parse_strict_json(line);
  REQUIRE(entry);
  PushedRequest request;
  request.path = text_at(*entry, "path");
  request.status = static_cast<int>(integer_at(*entry, "status"));
  request.taken = *entry->find("taken")->if_boolean();
  request.connection = integer_at(*entry, "connection");
  for (const auto& [name, value] : *entry->find("headers")->if_object()) {
    request.headers[name] = *value.if_string();
  }
  auto body = from_base64(text_at(*entry, "body"));
  REQUIRE(body);
  request.body = *std::move(body);
  return request;
}

}  // namespace

PushServer::PushServer(Guard guard) : is_mutual_(guard == Guard::mutual_tls) {
  if (guard != Guard::plain) {
    own_ = make_certificate(directory_, "engine");
  }
  if (is_mutual_) {
    client_ = make_certificate(directory_, "client");
    REQUIRE(::chmod(client_.key.c_str(), 0600) == 0);
  }
  rules("[]");
  start();
}

void PushServer::start() {
  const auto file =
      directory_.write("settings.json", write_json(JsonObject()
                                                       .add("log", directory_.at("log"))
                                                       .add("rules", directory_.at("rules"))
                                                       .add("certificate", own_.certificate)
                                                       .add("key", own_.key)
                                                       .add("client_ca", client_.certificate)
                                                       .add("port", port_)
                                                       .take()));
  ChildCommand command;
  command.argv = {"python3", source_dir() + "/tests/support/push_server.py", file};
  command.environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE=1"};
  auto child = ChildLines::start(command);
  REQUIRE(child);
  child_ = std::make_unique<ChildLines>(*std::move(child));
  const auto said = child_->take(std::chrono::seconds(60));
  REQUIRE(said);
  REQUIRE(said->size() == 1);
  const auto port = parse_integer(said->front());
  REQUIRE(port);
  port_ = *port;
}

void PushServer::kill() {
  child_.reset();
}

PushTarget PushServer::target() const {
  const bool tls = !own_.certificate.empty();
  PushTarget target;
  target.url = (tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_) +
               "/api/v1/write?tenant=7";
  target.proof = tls ? PeerProof::fingerprint : PeerProof::plain;
  target.anchor = own_.fingerprint;
  target.client_certificate = client_.certificate;
  target.client_key = client_.key;
  return target;
}

void PushServer::rules(std::string_view json) const {
  REQUIRE(write_file(directory_.at("rules"), json));  // whole or not at all: it is read meanwhile
}

std::vector<PushedRequest> PushServer::requests() const {
  const auto log = read_file(directory_.at("log"), kLogLimit);
  if (!log) {
    REQUIRE(log.error().kind == ErrorKind::absent);  // nothing was asked yet
    return {};
  }
  std::vector<PushedRequest> seen;
  const auto whole = std::string_view(*log).substr(0, log->rfind('\n') + 1);
  for (const auto line : lines(whole)) {
    seen.push_back(request_of(line));
  }
  return seen;
}

void PushServer::wait_for(std::size_t requests_seen) const {
  using Steady = std::chrono::steady_clock;
  const auto until = Steady::now() + std::chrono::seconds(60);
  while (requests().size() < requests_seen) {
    REQUIRE(Steady::now() < until);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::vector<int> statuses(const PushServer& server) {
  std::vector<int> all;
  for (const auto& request : server.requests()) {
    all.push_back(request.status);
  }
  return all;
}

}  // namespace rackproof::testing
