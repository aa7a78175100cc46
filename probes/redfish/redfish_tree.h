#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "probes/redfish/fetch.h"
#include "probes/redfish/metric_report.h"
#include "probes/redfish/redfish_reading.h"
#include "schemas/inventory.h"

namespace rackproof::redfish {

struct WalkLimits {
  std::string root_id = "node/bmc";  ///< What the id of every device begins with.
  std::string parent = "node";       ///< Of the parts that sit in no other part of the walk.
  std::size_t documents = 5000;      ///< Fetches in all, failed ones included.
  std::size_t depth = 12;            ///< Links one after the other.
  bool use_expand = true;            ///< Where the service says that it can.
};

/// What the service root says of the service.
struct ServiceFacts {
  std::string vendor;
  std::string product;
  std::string uuid;
  std::string redfish_version;
  bool expands = false;  ///< $expand=.($levels=1).
};

/// What to fetch on a pass after the walk, and what the answers mean.
struct RedfishPlan {
  Places places;
  std::vector<std::string> reports;    ///< MetricReports that gave readings.
  std::vector<std::string> documents;  ///< What no report covers, perhaps with a query.
  std::vector<std::string> covered;    ///< What the reports cover: for when one cannot be had.
};

/// What one walk over a service gave.
struct RedfishTree {
  ServiceFacts service;
  Devices devices;  ///< In the order in which they were met; ids unique.
  RedfishReadings readings;
  std::vector<SoftwareVersion> software;  ///< Firmware, as "firmware:BMC".
  std::vector<Unreadable> unreadable;
  std::size_t documents = 0;  ///< Fetched and read.
  RedfishPlan plan;
  std::vector<std::string> logs;  ///< Collections of entries of the event logs; none is fetched.
  std::string event_stream;       ///< Where the service streams events; "" where it does not.
};

/// Walks from /redfish/v1 along the links that lead to readings, each document once, and reads
/// what it meets. A document that cannot be had or is not JSON costs only itself. Nothing but GETs
/// below /redfish/v1 is ever asked for. Error only where the service root itself cannot be read.
Result<RedfishTree> walk_redfish(const Fetch& fetch, const WalkLimits& limits);

/// One pass over a walked tree: the reports first, then what they do not cover. Of two readings of
/// one series the first with a value counts. `unreadable` receives what could not be fetched.
RedfishReadings read_redfish(const Fetch& fetch, const RedfishPlan& plan,
                             std::vector<Unreadable>& unreadable);

}  // namespace rackproof::redfish
