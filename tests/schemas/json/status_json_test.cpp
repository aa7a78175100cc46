#include "schemas/json/status_json.h"

#include <chrono>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "schemas/digest.h"
#include "tests/support/documents.h"

using namespace rackproof;

namespace {

StatusList list_of(std::size_t count) {
  auto list = testing::example_status_list();
  const auto entry = list.entries.front();
  list.entries.clear();
  for (std::size_t i = 0; i < count; ++i) {
    auto one = entry;
    one.report_id = std::to_string(1'000'000 + i);
    one.sha256 = sha256_hex(one.report_id);
    list.entries.push_back(one);
  }
  return list;
}

/// Why a list that was changed is not read.
template <typename Change>
std::string refusal(Change change) {
  auto list = testing::example_status_list();
  change(list);
  const auto decoded = decode_status_list(encode_status_list(list));
  return decoded ? std::string("accepted") : decoded.error().message;
}

}  // namespace

TEST_CASE("status json: comes back exactly as it went", "[schemas][json]") {
  const auto list = testing::example_status_list();
  const auto bytes = encode_status_list(list);
  CHECK(decode_status_list(bytes).value() == list);
  CHECK(encode_status_list(decode_status_list(bytes).value()) == bytes);
}

TEST_CASE("status json: the subjects are the reports, as far as a statement holds them",
          "[schemas][json]") {
  const auto few = subjects_of(testing::example_status_list());
  REQUIRE(few.size() == 3);
  CHECK(few[1].name == testing::example_status_list().entries[1].report_id);
  CHECK(few[1].sha256 == std::string(64, '2'));
  CHECK(subjects_of(list_of(1024)).size() == 1024);
  for (const auto count : {std::size_t{0}, std::size_t{1025}}) {
    const auto list = list_of(count);
    const auto subjects = subjects_of(list);
    REQUIRE(subjects.size() == 1);
    CHECK(subjects[0].name == "entries");
    std::string digests;
    for (const auto& entry : list.entries) {
      digests += entry.sha256 + "\n";
    }
    CHECK(subjects[0].sha256 == sha256_hex(digests));
    CHECK(decode_status_list(encode_status_list(list)).value() == list);
  }
}

TEST_CASE("status json: what no status list is, is refused", "[schemas][json]") {
  CHECK_THAT(refusal([](auto& list) { list.sequence = 0; }), Catch::Contains("must be from 1"));
  CHECK_THAT(refusal([](auto& list) { list.issuer.clear(); }), Catch::Contains("issuer: is empty"));
  CHECK_THAT(refusal([](auto& list) { list.next_update = list.issued; }),
             Catch::Contains("is not after issued"));
  CHECK_THAT(refusal([](auto& list) { list.entries[0].report_id.clear(); }),
             Catch::Contains("has no report id"));
  CHECK_THAT(refusal([](auto& list) { std::swap(list.entries[0], list.entries[1]); }),
             Catch::Contains("is not sorted by report id and unique"));
  CHECK_THAT(refusal([](auto& list) { list.entries[1].report_id = list.entries[0].report_id; }),
             Catch::Contains("is not sorted by report id and unique"));
  CHECK_THAT(refusal([](auto& list) { list.entries[1].sha256 = list.entries[0].sha256; }),
             Catch::Contains("has the sha256 of another entry"));
  CHECK_THAT(refusal([](auto& list) { list.entries[1].reason.clear(); }),
             Catch::Contains("gives no reason"));
  CHECK_THAT(refusal([](auto& list) { list.entries[1].by = list.entries[0].report_id; }),
             Catch::Contains("is not superseded"));
  CHECK_THAT(refusal([](auto& list) { list.entries[2].by = list.entries[2].report_id; }),
             Catch::Contains("superseded by itself"));
  CHECK_THAT(
      refusal([](auto& list) { list.entries[0].since = list.issued + std::chrono::seconds(1); }),
      Catch::Contains("begins after the list was issued"));
  CHECK_THAT(refusal([](auto& list) { list = list_of(kMostStatusEntries + 1); }),
             Catch::Contains("at most 50000"));
}

TEST_CASE("status json: a word, a subject or a type that is another is refused",
          "[schemas][json]") {
  const auto bytes = encode_status_list(testing::example_status_list());
  const auto refused = [&bytes](const std::string& what, const std::string& by) {
    auto text = bytes;
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    const auto decoded = decode_status_list(text.replace(at, what.size(), by));
    return decoded ? Error{ErrorKind::io, "accepted"} : decoded.error();
  };
  CHECK_THAT(refused("\"withdrawn\"", "\"good\"").message, Catch::Contains("unknown word 'good'"));
  CHECK_THAT(refused(std::string(64, '2'), std::string(64, '5')).message,
             Catch::Contains("not the reports that the list names"));
  CHECK_THAT(refused("\"by\":", "\"bye\":").message, Catch::Contains("predicate.entries[0]"));
  CHECK(refused("report-status/v1", "report-status/v2").kind == ErrorKind::unsupported);
  CHECK(refused("report-status/v1", "test-order/v1").kind == ErrorKind::malformed);
}
