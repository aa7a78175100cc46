#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/redfish/event_feed.h"
#include "probes/redfish/event_log.h"
#include "probes/redfish/fetch.h"
#include "probes/redfish/redfish_tree.h"
#include "probes/redfish/told_once.h"
#include "schemas/event.h"

namespace rackproof::redfish {

/// What the logs and the stream of one BMC tell, as events of source "redfish". One thread at a
/// time.
class RedfishEvents {
 public:
  /// Logs of one BMC that are read.
  static constexpr std::size_t kMostLogs = 64;

  /// `root_id` is the BMC's own device: what an event is about where nothing closer is known.
  explicit RedfishEvents(std::string root_id) : root_(std::move(root_id)) {}

  /// The logs, the stream and the parts of a walk; logs known before go on where they were.
  void follow(const RedfishTree& tree);
  /// What is new since the last call, each event once, `now` its time: a BMC's clock may be years
  /// off, and its own time stands in the text. The first call tells of each log how much stood in
  /// it before.
  Events read(const Fetch& fetch, const OpenStream& open, UtcTime now);

 private:
  /// A turn of reading: where its events go, and their time.
  struct Turn {
    UtcTime now;
    Events events;
  };

  void read_stream(const OpenStream& open, Turn& turn);
  void read_log(EventLog& log, const Fetch& fetch, Turn& turn);
  void tell(const BmcEvent& event, Turn& turn);
  void tell(const Notice& notice, std::string_view source, Turn& turn);
  [[nodiscard]] std::string device_at(std::string_view uri) const;

  std::string root_;
  std::map<std::string, std::string, std::less<>> devices_;  ///< Ids by address.
  std::vector<EventLog> logs_;
  std::size_t logs_left_out_ = 0;
  EventFeed feed_;
  std::string feed_uri_;
  ToldOnce told_;
  bool has_begun_ = false;      ///< To read.
  std::uint64_t sequence_ = 0;  ///< Of the last event told.
};

}  // namespace rackproof::redfish
