#pragma once

#include <set>
#include <string>
#include <vector>

#include "certsuite/criteria/health_closer.h"
#include "certsuite/criteria/health_life.h"
#include "certsuite/criteria/health_nodes.h"
#include "certsuite/criteria/health_screen.h"
#include "schemas/health.h"
#include "schemas/telemetry_source.h"

namespace rackproof::criteria {

/// What a node is judged on. References only.
struct NodeEvidence {
  const HealthNode& node;
  const std::vector<const HealthReference*>& references;
  const Screen& screen;
  const Unread& unread;  ///< Of this node.
  const SeenDevices& seen;
  TimeRange window;
  TelemetrySource& source;  ///< For a closer look at the readings of few series.
  bool silent = false;      ///< Nothing of the node is read any more.
};

/// What of one node is not read any more: told in `health`, both of which outlive this.
class NodeAbsences {
 public:
  NodeAbsences(const NodeEvidence& evidence, NodeHealth& health)
      : evidence_(evidence), health_(health) {}

  /// What the screen found unread; of a silent node every device is, and nothing is told of it.
  void take_unread();
  /// Devices of which a closer look found every value stale; where that leaves nothing that is
  /// read, the node is told as silent instead of its devices.
  void take_stale(const std::vector<Bound>& bound, const std::vector<Answered>& answered);

  /// Not read any more, and told already.
  [[nodiscard]] bool is_silent(const std::string& device) const { return silent_.contains(device); }
  /// Forgotten or replaced: no question is put to it and no place is filled by it.
  [[nodiscard]] bool is_left_out(const std::string& device) const {
    return left_out_.contains(device);
  }

 private:
  void tell(const std::vector<AbsentDevice>& all);
  void leave_out(const std::vector<std::string>& ids, const std::string& why);
  void tell_node(const std::vector<Bound>& bound);

  const NodeEvidence& evidence_;
  NodeHealth& health_;
  std::set<std::string> silent_;
  std::set<std::string> left_out_;
};

}  // namespace rackproof::criteria
