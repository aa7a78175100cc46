#include "probes/redfish/unread_documents.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

constexpr DeviceHandle kRoot = 9;

Unread document(const std::string& uri, std::optional<DeviceHandle> owner,
                ErrorKind why = ErrorKind::io) {
  return {{.uri = uri, .type = "Sensor", .owner = owner}, std::nullopt, {why, "HTTP 500"}};
}

/// Passes in which a document that always fails is asked for.
std::vector<int> asked(UnreadDocuments& documents, int passes) {
  std::vector<int> at;
  for (int pass = 1; pass <= passes; ++pass) {
    auto due = documents.take_due(8);
    if (!due.empty()) {
      at.push_back(pass);
      documents.add(std::move(due.front()));
      documents.asked_again(false);
    }
  }
  return at;
}

}  // namespace

TEST_CASE("redfish: a document that fails again and again is asked for less and less often",
          "[probes][redfish]") {
  UnreadDocuments documents;
  documents.add(document("/redfish/v1/a", 1));
  CHECK(asked(documents, 60) == std::vector<int>{1, 2, 4, 7, 12, 21, 38, 55});
  while (documents.take_due(8).empty()) {
  }
  documents.asked_again(true);
  CHECK(documents.empty());
  documents.add(document("/redfish/v1/b", 1));
  CHECK(asked(documents, 4) == std::vector<int>{1, 2, 4});
}

TEST_CASE("redfish: of many unread documents some are asked for in a pass, each in its turn",
          "[probes][redfish]") {
  UnreadDocuments documents;
  for (const auto* uri : {"/redfish/v1/a", "/redfish/v1/b", "/redfish/v1/c"}) {
    documents.add(document(uri, 1));
  }
  auto due = documents.take_due(2);
  REQUIRE(due.size() == 2);
  CHECK(due[0].visit.uri == "/redfish/v1/a");
  documents.add(due[0]);
  documents.asked_again(true);
  due = documents.take_due(2);
  REQUIRE(due.size() == 2);
  CHECK(due[0].visit.uri == "/redfish/v1/c");
  CHECK(due[1].visit.uri == "/redfish/v1/a");
}

TEST_CASE("redfish: what is not there, not offered or leads elsewhere is not asked for again",
          "[probes][redfish]") {
  UnreadDocuments documents;
  for (const auto kind : {ErrorKind::absent, ErrorKind::unsupported, ErrorKind::untrusted,
                          ErrorKind::not_observable, ErrorKind::out_of_range}) {
    documents.add(document("/redfish/v1/a", 1, kind));
  }
  CHECK(documents.empty());
  CHECK(documents.readings(kRoot).empty());
}

TEST_CASE("redfish: a part with unread documents says why, and 1 once it has none",
          "[probes][redfish]") {
  UnreadDocuments documents;
  documents.add(document("/redfish/v1/a", 1));
  documents.add(document("/redfish/v1/b", std::nullopt));
  auto readings = documents.readings(kRoot);
  REQUIRE(readings.size() == 2);
  CHECK(readings[0].device == kRoot);
  CHECK(std::get<Error>(readings[0].reading) == Error{ErrorKind::io, "/redfish/v1/b: HTTP 500"});
  CHECK(readings[1].device == 1);

  static_cast<void>(documents.take_due(1));
  documents.asked_again(true);
  readings = documents.readings(kRoot);
  REQUIRE(readings.size() == 2);
  CHECK_FALSE(has_value(readings[0].reading));
  CHECK(readings[1].reading == Reading(std::int64_t{1}));
}
