#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probes/redfish/fetch.h"
#include "probes/redfish/redfish_tree.h"

namespace rackproof::testing {

/// A Redfish service of documents in memory. What it was asked for stays to be looked at.
class SmallService {
 public:
  SmallService();

  SmallService& add(std::string uri, std::string body);
  /// A document of `type` with the other members as JSON text: `add("/Chassis/1", "Chassis",
  /// R"("Id":"1")")`. The address is below /redfish/v1, and "@odata.id" is put in.
  SmallService& add(std::string_view path, std::string_view type, std::string_view members);
  /// A collection of those members, by path below /redfish/v1.
  SmallService& collection(std::string_view path, const std::vector<std::string>& members);
  SmallService& fail(std::string uri, Error why);
  SmallService& mend(std::string_view uri);

  [[nodiscard]] redfish::Fetch fetch() const;
  [[nodiscard]] const std::vector<std::string>& asked() const { return state_->asked; }

 private:
  struct State {
    std::map<std::string, std::string, std::less<>> documents;
    std::map<std::string, Error, std::less<>> failures;
    std::vector<std::string> asked;
  };
  std::shared_ptr<State> state_;
};

/// Documents in files as captures hold them: "<tree>/Chassis/1/index.json", or all in one directory
/// as "_redfish_v1_Chassis_1.json". Queries are not understood, as by a service that ignores them.
redfish::Fetch fetch_over(const std::filesystem::path& tree);

/// The walk over a service that must have a root.
redfish::RedfishTree walked(const redfish::Fetch& fetch, const redfish::WalkLimits& limits = {});
redfish::RedfishTree walked(const SmallService& service);

/// Readings and devices of a tree by name; what is not there fails the test.
const Device& device_at(const redfish::RedfishTree& tree, std::string_view path);
const Reading* find_reading(const redfish::RedfishTree& tree, std::string_view path,
                            std::string_view metric);
double value_at(const redfish::RedfishTree& tree, std::string_view path, std::string_view metric);
Error reason_at(const redfish::RedfishTree& tree, std::string_view path, std::string_view metric);
/// Why `what` could not be read; nullptr when nothing is noted.
const Error* note_on(const redfish::RedfishTree& tree, std::string_view what);

/// A JSON document that must be one.
JsonValue json(std::string_view text);

}  // namespace rackproof::testing
