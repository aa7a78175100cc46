#include "probes/redfish/redfish_record.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;

namespace {

SessionPath session(int number) {
  auto path =
      SessionPath::from_location("/redfish/v1/SessionService/Sessions/" + std::to_string(number));
  REQUIRE(path);
  return *std::move(path);
}

Result<RedfishRecord> open_record(const TempDir& directory,
                                  const std::string& origin = "https://bmc:443") {
  return RedfishRecord::open(directory.at("state/here"), "node3", origin);
}

}  // namespace

TEST_CASE("session record: what is open is found again, oldest first", "[probes][redfish]") {
  const TempDir directory;
  {
    auto record = open_record(directory);
    REQUIRE(record);
    CHECK(record->sessions().empty());
    REQUIRE(record->add(session(1)));
    REQUIRE(record->add(session(2)));
    REQUIRE(record->add(session(3)));
    REQUIRE(record->remove(session(2)));
  }
  const auto again = open_record(directory);
  REQUIRE(again);
  CHECK(again->sessions() == std::vector{session(1), session(3)});
}

TEST_CASE("session record: only its owner may read it", "[probes][redfish]") {
  const TempDir directory;
  auto record = open_record(directory);
  REQUIRE(record);
  REQUIRE(record->add(session(1)));

  struct stat facts {};
  REQUIRE(::stat(directory.at("state/here/node3.sessions").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE("session record: two that run at once do not close each other's session",
          "[probes][redfish]") {
  const TempDir directory;
  const auto first = open_record(directory);
  REQUIRE(first);
  const auto second = open_record(directory);
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::denied);
  CHECK(second.error().message.starts_with("another rackproof reads this BMC"));
}

TEST_CASE("session record: sessions of another BMC are not closed at this one",
          "[probes][redfish]") {
  const TempDir directory;
  {
    auto record = open_record(directory, "https://old:443");
    REQUIRE(record);
    REQUIRE(record->add(session(1)));
  }
  const auto record = open_record(directory, "https://new:443");
  REQUIRE(record);
  CHECK(record->sessions().empty());
}

TEST_CASE("session record: a file that leads elsewhere is refused, not obeyed",
          "[probes][redfish]") {
  const std::string head = "rackproof redfish sessions 1\norigin https://bmc:443\n";
  CHECK(parse_session_record(head));
  for (const auto& text :
       {std::string(), std::string("{}"), head + "/redfish/v1/Systems/1\n", head + "\n",
        "rackproof redfish sessions 2\norigin https://bmc:443\n" + std::string()}) {
    INFO(text);
    CHECK_FALSE(parse_session_record(text));
  }
  const TempDir directory;
  directory.write("state/here/node3.sessions", head + "/redfish/v1/Systems/1\n");
  const auto record = open_record(directory);
  REQUIRE_FALSE(record);
  CHECK(record.error().kind == ErrorKind::malformed);
}

TEST_CASE("session record: it does not grow without end", "[probes][redfish]") {
  const TempDir directory;
  auto record = open_record(directory);
  REQUIRE(record);
  for (int i = 0; i < 40; ++i) {
    REQUIRE(record->add(session(i)));
  }
  CHECK(record->sessions().size() == 32);
  CHECK(record->sessions().back() == session(39));
}

TEST_CASE("session record: what was written is read", "[probes][redfish]") {
  const std::vector<SessionPath> sessions{session(4), session(9)};
  const auto record = parse_session_record(write_session_record("https://bmc:443", sessions));
  REQUIRE(record);
  CHECK(record->origin == "https://bmc:443");
  CHECK(record->sessions == sessions);
}
