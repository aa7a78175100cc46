#include "probes/sinks/spool_segment.h"

#include <limits>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

SpoolHead head_of(std::uint64_t sequence, const std::string& body) {
  return {sequence, UtcTime(std::chrono::seconds(1795238220)),
          static_cast<std::uint32_t>(body.size()), 1, crc32_of(body)};
}

/// Three requests, 5, 6 and 8, with bodies "five", "six", "eight".
std::string write_three(const TempDir& directory) {
  auto path = directory.at("segment");
  auto segment = SpoolSegment::make(path);
  REQUIRE(segment);
  REQUIRE(segment->append(head_of(5, "five"), "five"));
  REQUIRE(segment->append(head_of(6, "six"), "six"));
  REQUIRE(segment->append(head_of(8, "eight"), "eight"));
  return path;
}

std::string bytes_of(const std::string& path) {
  auto bytes = read_file(path, 1 << 20);
  REQUIRE(bytes);
  return *std::move(bytes);
}

std::vector<std::string> bodies(const SpoolSegment& segment) {
  std::vector<std::string> all;
  for (const auto& entry : segment.entries()) {
    auto body = segment.body(entry);
    all.push_back(body ? *body : body.error().message);
  }
  return all;
}

void flip(std::string& bytes, std::size_t at) {
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
}

}  // namespace

TEST_CASE("spool segment: what was appended is found again", "[probes][sinks]") {
  const TempDir directory;
  const auto segment = SpoolSegment::open(write_three(directory), true);
  REQUIRE(segment);
  CHECK(bodies(*segment) == std::vector<std::string>{"five", "six", "eight"});
  CHECK(segment->last() == 8);
  CHECK(segment->lost_bytes() == 0);
  CHECK(segment->find(0)->head.sequence == 5);
  CHECK(segment->find(7)->head.sequence == 8);
  CHECK(segment->find(9) == nullptr);
}

TEST_CASE("spool segment: an end that is torn anywhere is cut, and what is before it stays",
          "[probes][sinks]") {
  const TempDir directory;
  const auto path = write_three(directory);
  const auto whole = bytes_of(path);
  const auto before_last = whole.size() - kSpoolHeadBytes - 5;
  for (auto length = before_last; length < whole.size(); ++length) {
    INFO(length << " of " << whole.size() << " bytes");
    directory.write("segment", whole.substr(0, length));
    auto segment = SpoolSegment::open(path, true);
    REQUIRE(segment);
    CHECK(bodies(*segment) == std::vector<std::string>{"five", "six"});
    CHECK(segment->lost_bytes() == length - before_last);
    REQUIRE(segment->append(head_of(7, "seven"), "seven"));
    const auto again = SpoolSegment::open(path, true);
    REQUIRE(again);
    CHECK(bodies(*again) == std::vector<std::string>{"five", "six", "seven"});
  }
}

TEST_CASE("spool segment: heads at the end whose bodies never came are cut", "[probes][sinks]") {
  const TempDir directory;
  const auto path = write_three(directory);
  auto bytes = bytes_of(path);
  bytes.replace(bytes.size() - 5, 5, 5, '\0');
  directory.write("segment", bytes);

  const auto segment = SpoolSegment::open(path, true);

  REQUIRE(segment);
  CHECK(bodies(*segment) == std::vector<std::string>{"five", "six"});
  CHECK(segment->lost_bytes() == kSpoolHeadBytes + 5);
  CHECK(segment->last() == 6);
}

TEST_CASE("spool segment: a damaged body in the middle is told when it is read, not sent",
          "[probes][sinks]") {
  const TempDir directory;
  const auto path = write_three(directory);
  auto bytes = bytes_of(path);
  flip(bytes, bytes.find("six"));
  directory.write("segment", bytes);

  auto segment = SpoolSegment::open(path, true);

  REQUIRE(segment);
  CHECK(bodies(*segment) ==
        std::vector<std::string>{"five", path + ": request 6 is damaged", "eight"});
  segment->forget(6);
  CHECK(segment->find(6)->head.sequence == 8);
}

TEST_CASE("spool segment: of an older segment nothing is cut", "[probes][sinks]") {
  const TempDir directory;
  const auto path = write_three(directory);
  const auto whole = bytes_of(path);
  directory.write("segment", whole.substr(0, whole.size() - 1));

  const auto segment = SpoolSegment::open(path, false);

  REQUIRE(segment);
  CHECK(segment->entries().size() == 2);
  CHECK(segment->lost_bytes() == kSpoolHeadBytes + 4);
  CHECK(bytes_of(path).size() == whole.size() - 1);
}

TEST_CASE("spool segment: names sort as sequences do, and no other file is one",
          "[probes][sinks]") {
  CHECK(spool_segment_name(7) == "00000000000000000007.spool");
  CHECK(spool_segment_name(9) < spool_segment_name(10));
  CHECK(is_spool_segment(spool_segment_name(std::numeric_limits<std::uint64_t>::max())));
  for (const auto* name : {"7.spool", "lock", "mark", "0000000000000000000x.spool",
                           "00000000000000000007.spool~", ""}) {
    CHECK_FALSE(is_spool_segment(name));
  }
}
