#pragma once

#include <filesystem>

#include "probes/machine/file_tree.h"
#include "probes/machine/host.h"
#include "tests/support/frozen_clock.h"

namespace rackproof::testing {

/// A machine made of tests/fixtures/<situation> and a clock that stands still. An absolute path
/// (an unpacked capture, a TempDir) is taken as it is.
class FixtureHost {
 public:
  explicit FixtureHost(const std::filesystem::path& situation);

  [[nodiscard]] const Host& host() const { return host_; }
  [[nodiscard]] FrozenClock& clock() { return clock_; }
  [[nodiscard]] const FileTree& files() const { return files_; }

  FixtureHost(const FixtureHost&) = delete;
  FixtureHost& operator=(const FixtureHost&) = delete;
  FixtureHost(FixtureHost&&) = delete;
  FixtureHost& operator=(FixtureHost&&) = delete;
  ~FixtureHost() = default;

 private:
  FileTree files_;
  FrozenClock clock_;
  Host host_;
};

/// Directory of the fixture named `situation`.
[[nodiscard]] std::filesystem::path fixture_path(const std::filesystem::path& situation);

}  // namespace rackproof::testing
