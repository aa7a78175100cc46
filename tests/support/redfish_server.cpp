#include "tests/support/redfish_server.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"
#include "tests/support/source_dir.h"

namespace rackproof::testing {
namespace {

constexpr std::size_t kLogLimit = std::size_t{64} << 20;
constexpr const char* kPath = "PATH=/usr/local/bin:/usr/bin:/bin";

std::string run_openssl(std::vector<std::string> arguments) {
  ChildCommand command;
  command.argv = {"openssl"};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = {kPath};
  auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  INFO(ended->error_output);
  REQUIRE(ended->exit_code == 0);
  return std::move(ended->output);
}

std::string sensor(std::string_view id, std::string_view type, std::string_view unit,
                   double reading) {
  const auto place = "/redfish/v1/Chassis/1/Sensors/" + std::string(id);
  return write_json(JsonObject()
                        .add("@odata.id", place)
                        .add("@odata.type", "#Sensor.v1_7_0.Sensor")
                        .add("Id", id)
                        .add("Name", id)
                        .add("ReadingType", type)
                        .add("ReadingUnits", unit)
                        .add("Reading", reading)
                        .take());
}

JsonValue link(const std::string& place) {
  return JsonObject().add("@odata.id", place).take();
}

std::string collection(const std::string& place, std::string_view type,
                       const std::vector<std::string>& members) {
  JsonArray links;
  for (const auto& member : members) {
    links.add(link(place + "/" + member));
  }
  return write_json(JsonObject()
                        .add("@odata.id", place)
                        .add("@odata.type", "#" + std::string(type) + "." + std::string(type))
                        .add("Members", links.take())
                        .take());
}

std::string text_of(const JsonValue& entry, std::string_view name) {
  const auto* value = entry.find(name);
  return value == nullptr || value->if_string() == nullptr ? "" : *value->if_string();
}

int integer_of(const JsonValue& entry, std::string_view name) {
  const auto* value = entry.find(name);
  REQUIRE(value != nullptr);
  REQUIRE(value->if_integer() != nullptr);
  return static_cast<int>(*value->if_integer());
}

bool truth_of(const JsonValue& entry, std::string_view name) {
  const auto* value = entry.find(name);
  return value != nullptr && value->if_boolean() != nullptr && *value->if_boolean();
}

}  // namespace

TestCertificate make_certificate(const TempDir& directory, const std::string& name) {
  TestCertificate made{directory.at(name + ".pem"), directory.at(name + ".key"), ""};
  run_openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
               "-nodes", "-days", "2", "-subj", "/CN=" + name, "-addext",
               "subjectAltName=IP:127.0.0.1", "-keyout", made.key, "-out", made.certificate});
  const auto printed =
      run_openssl({"x509", "-in", made.certificate, "-noout", "-fingerprint", "-sha256"});
  for (const char each : printed.substr(printed.find('=') + 1)) {
    if (std::isxdigit(static_cast<unsigned char>(each)) != 0) {
      made.fingerprint += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    }
  }
  REQUIRE(made.fingerprint.size() == 64);
  return made;
}

void write_small_tree(const TempDir& directory, std::string_view below, bool expand) {
  const auto place = std::string(below);
  const auto query = JsonObject().add("NoLinks", expand).add("Levels", expand).take();
  const auto features = JsonObject().add("ExpandQuery", query).take();
  directory.write(place + "/index.json",
                  write_json(JsonObject()
                                 .add("@odata.id", "/redfish/v1/")
                                 .add("@odata.type", "#ServiceRoot.v1_15_0.ServiceRoot")
                                 .add("RedfishVersion", "1.15.0")
                                 .add("ProtocolFeaturesSupported", features)
                                 .add("Chassis", link("/redfish/v1/Chassis"))
                                 .take()));
  directory.write(place + "/Chassis/index.json",
                  collection("/redfish/v1/Chassis", "ChassisCollection", {"1"}));
  directory.write(place + "/Chassis/1/index.json",
                  write_json(JsonObject()
                                 .add("@odata.id", "/redfish/v1/Chassis/1")
                                 .add("@odata.type", "#Chassis.v1_25_0.Chassis")
                                 .add("Sensors", link("/redfish/v1/Chassis/1/Sensors"))
                                 .take()));
  directory.write(
      place + "/Chassis/1/Sensors/index.json",
      collection("/redfish/v1/Chassis/1/Sensors", "SensorCollection", {"T1", "T2", "P1"}));
  const auto sensors = place + "/Chassis/1/Sensors/";
  directory.write(sensors + "T1/index.json", sensor("T1", "Temperature", "Cel", 41.5));
  directory.write(sensors + "T2/index.json", sensor("T2", "Temperature", "Cel", 43));
  directory.write(sensors + "P1/index.json", sensor("P1", "Power", "W", 512.25));
}

RedfishServer::RedfishServer(RedfishServerSettings settings) : settings_(std::move(settings)) {
  if (settings_.tree.empty()) {
    write_small_tree(directory_, "tree", settings_.expand);
    settings_.tree = directory_.at("tree");
  }
  if (settings_.tls) {
    certificate_ = make_certificate(directory_, "bmc");
  }
  rules("[]");
  const auto file = directory_.write("settings.json",
                                     write_json(JsonObject()
                                                    .add("tree", settings_.tree.string())
                                                    .add("log", directory_.at("log"))
                                                    .add("rules", directory_.at("rules"))
                                                    .add("certificate", certificate_.certificate)
                                                    .add("key", certificate_.key)
                                                    .add("user", settings_.user)
                                                    .add("password", settings_.password)
                                                    .add("session_limit", settings_.session_limit)
                                                    .add("basic", settings_.basic)
                                                    .add("etags", settings_.etags)
                                                    .add("expand", settings_.expand)
                                                    .take()));
  ChildCommand command;
  command.argv = {"python3", source_dir() + "/tests/support/redfish_server.py", file};
  command.environment = {kPath, "PYTHONDONTWRITEBYTECODE=1"};
  auto child = ChildLines::start(command);
  REQUIRE(child);
  child_ = std::make_unique<ChildLines>(*std::move(child));
  const auto said = child_->take(std::chrono::seconds(60));
  REQUIRE(said);
  REQUIRE(said->size() == 1);
  port_ = said->front();
}

std::string RedfishServer::origin() const {
  return (settings_.tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + port_;
}

HttpPeer RedfishServer::peer() const {
  return settings_.tls ? HttpPeer{origin(), PeerProof::fingerprint, certificate_.fingerprint}
                       : HttpPeer{origin(), PeerProof::plain, ""};
}

void RedfishServer::rules(std::string_view json) const {
  REQUIRE(write_file(directory_.at("rules"), json));  // whole or not at all: it is read meanwhile
}

std::vector<SeenRequest> RedfishServer::requests() const {
  std::vector<SeenRequest> seen;
  const auto log = read_file(directory_.at("log"), kLogLimit);
  if (!log) {
    REQUIRE(log.error().kind == ErrorKind::absent);  // nothing was asked yet
    return seen;
  }
  for (const auto line : lines(*log)) {
    const auto entry = parse_strict_json(line);
    REQUIRE(entry);
    seen.push_back({text_of(*entry, "verb"), text_of(*entry, "path"), integer_of(*entry, "status"),
                    truth_of(*entry, "token"), truth_of(*entry, "basic"), text_of(*entry, "tag"),
                    integer_of(*entry, "sessions")});
  }
  return seen;
}

std::vector<std::string> RedfishServer::request_lines() const {
  std::vector<std::string> made;
  for (const auto& request : requests()) {
    made.push_back(request.verb + " " + request.path + " " + std::to_string(request.status));
  }
  return made;
}

int RedfishServer::count(std::string_view beginning) const {
  const auto all = request_lines();
  return static_cast<int>(std::ranges::count_if(
      all, [beginning](const std::string& line) { return line.starts_with(beginning); }));
}

}  // namespace rackproof::testing
