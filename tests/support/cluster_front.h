#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "probes/machine/http_server.h"

namespace rackproof::testing {

/// The vmselect of a cluster, as those see it who ask: /select/TENANT/prometheus/api/v1/... with
/// "isPartial" in every answer. Behind it each tenant is an engine of its own. Debian has no
/// package of the real one.
class ClusterFront {
 public:
  /// Origins of engines by tenant: "0", "42:7".
  explicit ClusterFront(std::map<std::string, std::string> tenants);

  [[nodiscard]] std::string url(const std::string& tenant) const {
    return "http://" + server_->address() + "/select/" + tenant + "/prometheus";
  }
  /// From now on a storage node does not answer.
  void lose_a_part() { partial_ = true; }

 private:
  [[nodiscard]] ServedAnswer answer(const ServedRequest& request) const;

  std::map<std::string, std::string> tenants_;
  std::atomic<bool> partial_ = false;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace rackproof::testing
