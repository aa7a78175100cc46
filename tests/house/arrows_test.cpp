#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/source_dir.h"

namespace {

/// Files under `place` may include paths under one of `allowed`; the first place that fits rules.
/// "schemas/*.h" stands for the headers right in schemas/.
struct Floor {
  std::string_view place;
  std::vector<std::string_view> allowed;
};

const std::vector<Floor>& floors() {
  static const std::vector<Floor> kFloors{
      {"schemas/store/", {"schemas/store/", "schemas/*.h"}},
      {"schemas/toml/", {"schemas/toml/", "schemas/*.h"}},
      {"schemas/json/", {"schemas/json/", "schemas/*.h"}},
      {"schemas/", {"schemas/*.h"}},
      {"probes/machine/", {"probes/machine/", "schemas/*.h"}},
      {"probes/", {"probes/", "schemas/"}},
      {"certsuite/criteria/", {"certsuite/criteria/", "schemas/*.h"}},
      {"certsuite/faults/", {"certsuite/faults/", "certsuite/criteria/", "schemas/*.h"}},
      {"certsuite/", {"certsuite/", "probes/", "schemas/"}},
      {"reports/seal/", {"reports/seal/", "probes/machine/", "schemas/*.h", "schemas/json/"}},
      {"reports/",
       {"reports/", "certsuite/criteria/", "certsuite/faults/", "probes/machine/", "schemas/"}},
      {"cli/", {"cli/", "reports/", "certsuite/", "probes/", "schemas/"}},
  };
  return kFloors;
}

bool allows(std::string_view pattern, std::string_view path) {
  if (!pattern.ends_with("*.h")) {
    return path.starts_with(pattern);
  }
  const auto room = pattern.substr(0, pattern.size() - 3);
  return path.starts_with(room) && path.substr(room.size()).find('/') == std::string_view::npos;
}

bool may_include(std::string_view file, std::string_view path) {
  const auto floor = std::ranges::find_if(
      floors(), [&](const Floor& candidate) { return file.starts_with(candidate.place); });
  return floor != floors().end() &&
         std::ranges::any_of(floor->allowed, [&](auto pattern) { return allows(pattern, path); });
}

/// Paths that `text` includes with quotes.
std::vector<std::string> quoted_includes(const std::string& text) {
  constexpr std::string_view kStart = "#include \"";
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kStart)) {
      found.push_back(line.substr(kStart.size(), line.rfind('"') - kStart.size()));
    }
  }
  return found;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Every .h and .cpp of the five rooms, relative to the source directory.
std::vector<std::string> sources() {
  const std::filesystem::path top(rackproof::testing::source_dir());
  std::vector<std::string> found;
  for (const auto* room : {"schemas", "probes", "certsuite", "reports", "cli"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top / room)) {
      const auto ending = entry.path().extension();
      if (ending == ".h" || ending == ".cpp") {
        found.push_back(entry.path().lexically_relative(top).string());
      }
    }
  }
  return found;
}

}  // namespace

TEST_CASE("house: no include climbs a floor", "[house]") {
  const auto files = sources();
  REQUIRE(files.size() > 20);
  for (const auto& file : files) {
    for (const auto& path :
         quoted_includes(text_of(rackproof::testing::source_dir() + "/" + file))) {
      INFO(file << " includes " << path);
      CHECK(may_include(file, path));
    }
  }
}

TEST_CASE("house: an arrow that climbs would be seen", "[house]") {
  CHECK(may_include("schemas/text.cpp", "schemas/text.h"));
  CHECK_FALSE(may_include("schemas/text.cpp", "schemas/json/strict_json.h"));
  CHECK_FALSE(may_include("schemas/store/store.cpp", "schemas/json/strict_json.h"));
  CHECK_FALSE(may_include("probes/machine/child.cpp", "probes/probe.h"));
  CHECK_FALSE(may_include("certsuite/criteria/judge.cpp", "probes/machine/clock.h"));
  CHECK_FALSE(may_include("reports/verify.cpp", "certsuite/runner.h"));
  CHECK_FALSE(may_include("reports/verify.cpp", "probes/probe.h"));
  CHECK_FALSE(may_include("reports/seal/signature.cpp", "schemas/store/store.h"));
  CHECK_FALSE(may_include("elsewhere/x.cpp", "schemas/text.h"));
}

TEST_CASE("house: each outside thing has one door", "[house]") {
  struct Door {
    std::string_view call;
    std::vector<std::string_view> homes;
  };
  const std::array doors{
      Door{"sqlite3_", {"schemas/store/"}},
      Door{"nlohmann", {"schemas/json/"}},
      Door{"toml::", {"schemas/toml/"}},
      Door{"ZSTD_", {"schemas/store/", "certsuite/workloads/"}},
      Door{"#include <zlib.h>", {"probes/sinks/gzip"}},
      Door{"dlopen(", {"probes/machine/"}},
      Door{"dlsym(", {"probes/machine/"}},
      Door{"fork(", {"probes/machine/"}},
      Door{"posix_spawn", {"probes/machine/"}},
      Door{"curl_", {"probes/machine/"}},
      Door{"snappy::", {"probes/sinks/"}},
      Door{"httplib::", {"probes/machine/http_server.cpp"}},
      Door{"system_clock::now", {"probes/machine/"}},
      Door{"EVP_", {"schemas/digest", "reports/seal/"}},
      Door{"#include <CLI/", {"cli/"}},
  };
  for (const auto& file : sources()) {
    const auto text = text_of(rackproof::testing::source_dir() + "/" + file);
    for (const auto& door : doors) {
      const bool home =
          std::ranges::any_of(door.homes, [&](auto h) { return file.starts_with(h); });
      INFO(file << " uses " << door.call);
      CHECK((home || text.find(door.call) == std::string::npos));
    }
  }
}
