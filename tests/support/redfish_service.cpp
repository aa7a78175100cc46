#include "tests/support/redfish_service.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "probes/redfish/redfish_members.h"

namespace rackproof::testing {
namespace {

constexpr std::string_view kRoot = "/redfish/v1";

Result<std::string> file_at(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path)) {
    return Error{ErrorKind::absent, "404"};
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

SmallService::SmallService() : state_(std::make_shared<State>()) {}

SmallService& SmallService::add(std::string uri, std::string body) {
  state_->documents.insert_or_assign(std::move(uri), std::move(body));
  return *this;
}

SmallService& SmallService::add(std::string_view path, std::string_view type,
                                std::string_view members) {
  const auto uri = std::string(kRoot) + std::string(path);
  auto body = "{\"@odata.id\":\"" + uri + "\",\"@odata.type\":\"#" + std::string(type) +
              ".v1_0_0." + std::string(type) + "\"";
  body += members.empty() ? "}" : "," + std::string(members) + "}";
  return add(uri, std::move(body));
}

SmallService& SmallService::collection(std::string_view path,
                                       const std::vector<std::string>& members) {
  std::string list;
  for (const auto& member : members) {
    list += (list.empty() ? "" : ",") + ("{\"@odata.id\":\"" + std::string(kRoot) + member + "\"}");
  }
  return add(std::string(kRoot) + std::string(path), "{\"Members\":[" + list + "]}");
}

SmallService& SmallService::fail(std::string uri, Error why) {
  state_->failures.insert_or_assign(std::move(uri), std::move(why));
  return *this;
}

SmallService& SmallService::mend(std::string_view uri) {
  const auto failure = state_->failures.find(uri);
  if (failure != state_->failures.end()) {
    state_->failures.erase(failure);
  }
  return *this;
}

redfish::Fetch SmallService::fetch() const {
  return [state = state_](std::string_view uri) -> Result<std::string> {
    state->asked.emplace_back(uri);
    const auto failure = state->failures.find(uri);
    if (failure != state->failures.end()) {
      return failure->second;
    }
    const auto document = state->documents.find(uri);
    if (document == state->documents.end()) {
      return Error{ErrorKind::absent, "404"};
    }
    return document->second;
  };
}

redfish::Fetch fetch_over(const std::filesystem::path& tree) {
  const bool flat = std::filesystem::exists(tree / "_redfish_v1.json");
  return [tree, flat](std::string_view uri) -> Result<std::string> {
    auto path = std::string(uri.substr(0, uri.find('?')));
    if (flat) {
      std::ranges::replace(path, '/', '_');
      return file_at(tree / (path + ".json"));
    }
    return file_at(tree / ("." + path.substr(kRoot.size())) / "index.json");
  };
}

redfish::RedfishTree walked(const redfish::Fetch& fetch, const redfish::WalkLimits& limits) {
  auto tree = redfish::walk_redfish(fetch, limits);
  REQUIRE(tree.has_value());
  return std::move(*tree);
}

redfish::RedfishTree walked(const SmallService& service) {
  return walked(service.fetch());
}

const Device& device_at(const redfish::RedfishTree& tree, std::string_view path) {
  const auto id = "node/bmc" + std::string(path);
  const auto found = std::ranges::find(tree.devices, id, &Device::id);
  INFO(id);
  REQUIRE(found != tree.devices.end());
  return *found;
}

const Reading* find_reading(const redfish::RedfishTree& tree, std::string_view path,
                            std::string_view metric) {
  const auto id = "node/bmc" + std::string(path);
  for (const auto& reading : tree.readings) {
    if (tree.devices[reading.device].id == id && reading.metric->name == metric) {
      return &reading.reading;
    }
  }
  return nullptr;
}

double value_at(const redfish::RedfishTree& tree, std::string_view path, std::string_view metric) {
  INFO(path << " " << metric);
  const auto* reading = find_reading(tree, path, metric);
  REQUIRE(reading != nullptr);
  REQUIRE(has_value(*reading));
  return as_double(*reading);
}

Error reason_at(const redfish::RedfishTree& tree, std::string_view path, std::string_view metric) {
  INFO(path << " " << metric);
  const auto* reading = find_reading(tree, path, metric);
  REQUIRE(reading != nullptr);
  REQUIRE_FALSE(has_value(*reading));
  return std::get<Error>(*reading);
}

const Error* note_on(const redfish::RedfishTree& tree, std::string_view what) {
  const auto found = std::ranges::find(tree.unreadable, what, &Unreadable::what);
  return found == tree.unreadable.end() ? nullptr : &found->why;
}

JsonValue json(std::string_view text) {
  auto document = redfish::parse_document(text);
  INFO(text);
  REQUIRE(document.has_value());
  return std::move(*document);
}

}  // namespace rackproof::testing
