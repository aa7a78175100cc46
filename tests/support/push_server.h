#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/child_lines.h"
#include "probes/sinks/push_door.h"
#include "tests/support/redfish_server.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// One request as the server saw it.
struct PushedRequest {
  std::string path;
  int status = 0;               ///< That it was answered with; 0 = not with a whole answer.
  bool taken = false;           ///< An engine would have kept it.
  std::int64_t connection = 0;  ///< Counted from 1.
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;
};

/// A real server on 127.0.0.1 (tests/support/push_server.py), a child of this process, that keeps
/// what is pushed to it and misbehaves as it is told.
class PushServer {
 public:
  enum class Guard { plain, tls, mutual_tls };
  explicit PushServer(Guard guard = Guard::plain);

  /// Where to push to, with the server's certificate pinned where it has one, and the client's.
  [[nodiscard]] PushTarget target() const;
  /// From now on these rules hold, as JSON (see the server's head).
  void rules(std::string_view json) const;
  /// Everything asked so far, in order.
  [[nodiscard]] std::vector<PushedRequest> requests() const;
  /// Waits until so many requests were seen; fails the test when that takes too long.
  void wait_for(std::size_t requests) const;
  /// Dead, as after kill -9; start() brings it back on the same port.
  void kill();
  void start();
  [[nodiscard]] const TempDir& directory() const { return directory_; }

 private:
  TempDir directory_;
  TestCertificate own_;
  TestCertificate client_;
  bool is_mutual_ = false;
  std::int64_t port_ = 0;
  std::unique_ptr<ChildLines> child_;
};

/// 204, 400... of every request, in order.
[[nodiscard]] std::vector<int> statuses(const PushServer& server);

}  // namespace rackproof::testing
