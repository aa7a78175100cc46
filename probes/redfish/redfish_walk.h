#pragma once

#include <cstddef>
#include <limits>
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
#include "probes/redfish/unread_documents.h"

namespace rackproof::redfish {

/// One walk. The order is that of the links, breadth first, so that a part is known before what
/// belongs to it. One thread at a time.
class Walk {
 public:
  Walk(Fetch fetch, WalkLimits limits) : fetch_(std::move(fetch)), limits_(std::move(limits)) {}

  /// Once, first. Error only where the service root cannot be read.
  Result<void> begin();
  /// Asks again for what could not be had, as far as its turn has come, and follows what it finds
  /// there: some `most` requests, and where there is more it goes on with the next call. The tree
  /// grows at its ends. The readings that it met.
  RedfishReadings go_on(std::size_t most);

  [[nodiscard]] const RedfishTree& tree() const { return tree_; }
  [[nodiscard]] const UnreadDocuments& unread() const { return unread_; }

 private:
  /// An old document of a chassis, left for the end: only then is known what the new ones lack.
  struct Legacy {
    Visit visit;
    LegacyNeed need;
  };
  using Series = std::pair<DeviceHandle, const Metric*>;
  struct Report {
    std::string uri;
    JsonValue document;
    bool is_taken = false;  ///< Its readings are, and are old by now.
  };
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
  void visit_legacy(const Legacy& legacy);
  void take_legacy_items(const Legacy& legacy, const JsonValue& document);
  std::optional<DeviceHandle> legacy_device(const Legacy& legacy, const LegacyItem& item);
  void take_event_source(const Visit& visit, std::string_view type, const JsonValue& document);
  void take_reports();
  void cover(const RedfishReadings& readings);
  void plan_passes();
  /// Plan and devices, once what was to be visited was; gives the readings that are new.
  RedfishReadings settle();

  void note(const std::string& what, Error why);
  void miss(Visit visit, std::optional<LegacyNeed> need, const Error& why);
  void ask_again(Unread document);

  Fetch fetch_;
  WalkLimits limits_;
  RedfishTree tree_;
  DeviceList devices_;
  SeriesSet series_;
  std::vector<Visit> queue_;
  std::size_t next_ = 0;  ///< In queue_.
  std::set<std::string, std::less<>> met_;
  std::size_t fetches_ = 0;
  std::size_t pause_at_ = std::numeric_limits<std::size_t>::max();  ///< Of fetches_.
  bool limit_noted_ = false;
  std::vector<std::pair<std::string, std::optional<DeviceHandle>>> sources_;
  std::vector<Legacy> legacy_;
  std::vector<Report> reports_;
  std::vector<Given> given_;
  std::set<Series> covered_;  ///< Series with a value in a report.
  UnreadDocuments unread_;
};

}  // namespace rackproof::redfish
