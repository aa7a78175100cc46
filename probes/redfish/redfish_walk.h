#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/redfish/device_list.h"
#include "probes/redfish/redfish_legacy.h"
#include "probes/redfish/redfish_links.h"
#include "probes/redfish/redfish_tree.h"
#include "probes/redfish/series_set.h"

namespace rackproof::redfish {

/// A document to be fetched, and whose readings it will hold.
struct Visit {
  std::string uri;
  std::string type;  ///< What it should be; "" = it will say.
  std::optional<DeviceHandle> owner = std::nullopt;
  std::size_t depth = 0;
  bool optional = false;     ///< That it is not there is no news.
  std::string request = {};  ///< What it was fetched with, once it was.
};

/// One walk; used once. The order is that of the links, breadth first, so that a part is known
/// before what belongs to it.
class Walk {
 public:
  /// Both must outlive the walk.
  Walk(const Fetch& fetch, const WalkLimits& limits) : fetch_(fetch), limits_(limits) {}

  Result<RedfishTree> run();

 private:
  /// An old document of a chassis, left for the end: only then is known what the new ones lack.
  struct Legacy {
    Visit visit;
    LegacyNeed need;
  };
  using Series = std::pair<DeviceHandle, const Metric*>;
  /// What a document gave that is worth fetching it again for.
  struct Given {
    std::string request;
    std::vector<Series> series;
  };

  void follow(const Lead& lead, const Visit& from, std::optional<DeviceHandle> owner);
  void follow_page(const Visit& from, const JsonValue& collection);
  void check_count(const Visit& from, const JsonValue& collection);
  void follow_data_sources();
  void visit_all();
  void visit_one(Visit visit);
  Result<JsonValue> get(const std::string& request);
  Result<JsonValue> get_document(Visit& visit);

  void take(const Visit& visit, const JsonValue& document);
  void take_members(const Visit& visit, const JsonValue& collection,
                    std::optional<DeviceHandle> owner);
  std::optional<DeviceHandle> take_device(const Visit& visit, const JsonValue& document);
  void take_readings(const Visit& visit, const JsonValue& document);
  void take_software(const JsonValue& document);

  void leave_legacy(const Visit& visit, const JsonValue& chassis, DeviceHandle device);
  void take_legacy();
  void take_legacy_items(const Legacy& legacy, const JsonValue& document);
  std::optional<DeviceHandle> legacy_device(const Legacy& legacy, const LegacyItem& item);
  void take_event_source(const Visit& visit, std::string_view type, const JsonValue& document);
  void take_reports();
  void cover(const RedfishReadings& readings);
  void plan_passes();

  void note(const std::string& what, Error why);

  const Fetch& fetch_;
  const WalkLimits& limits_;
  RedfishTree tree_;
  DeviceList devices_;
  SeriesSet series_;
  std::vector<Visit> queue_;
  std::size_t next_ = 0;  ///< In queue_.
  std::set<std::string, std::less<>> met_;
  std::size_t fetches_ = 0;
  bool limit_noted_ = false;
  std::vector<std::pair<std::string, std::optional<DeviceHandle>>> sources_;
  std::vector<Legacy> legacy_;
  std::vector<std::pair<std::string, JsonValue>> reports_;
  std::vector<Given> given_;
  std::set<Series> covered_;  ///< Series with a value in a report.
};

}  // namespace rackproof::redfish
