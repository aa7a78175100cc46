#include "cli/status_keeping.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "reports/status_edition.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::read_whole;
using rackproof::testing::small_start;
using rackproof::testing::SmallBundle;

namespace {

/// A sealed bundle, and beside it a key and the first edition of a list.
struct Office {
  SmallBundle bundle;
  std::string key = bundle.beside("keeper");
  std::string file = bundle.beside("status.dsse.json");

  Office() {
    bundle.sealed();
    REQUIRE(seal::create_key_pair(key));
    REQUIRE(keep_new_status({.file = file, .key = key, .issuer = "Example Lab", .next_update = ""},
                            small_start()));
  }
  [[nodiscard]] SetStatusRequest withdrawing(const std::string& report) const {
    return {.file = file,
            .key = key,
            .signed_by = "",
            .reports = {report},
            .to = "withdrawn",
            .reason = "the meter was wrong",
            .by = "",
            .next_update = ""};
  }
  /// The list as one reads it who trusts the key `path`.
  [[nodiscard]] Result<SealedStatus> opened(const std::string& path) const {
    return open_status(read_whole(file),
                       trusting_as_status(seal::load_public_key(path + ".pub").value()));
  }
  /// Why nothing was kept; the file stays as it was.
  [[nodiscard]] Error why_not(const SetStatusRequest& request) const {
    const auto before = read_whole(file);
    const auto kept = keep_next_status(request, small_start() + 1h);
    CHECK(read_whole(file) == before);
    return kept ? Error{ErrorKind::io, "kept"} : kept.error();
  }
};

}  // namespace

TEST_CASE("status keeping: a list is begun once, under the name of the key where none is given",
          "[cli]") {
  const Office office;
  const NewStatusRequest again{
      .file = office.file, .key = office.key, .issuer = "", .next_update = ""};
  CHECK_FALSE(keep_new_status(again, small_start()));
  auto other = again;
  other.file = office.bundle.beside("other.json");
  other.next_update = "2027-01-31";
  const auto list = keep_new_status(other, small_start());
  REQUIRE(list);
  CHECK(list->issuer == seal::load_public_key(office.key + ".pub")->key_id());
  CHECK(format_utc(list->next_update) == "2027-01-31T00:00:00.000000000Z");
  other.file = office.bundle.beside("third.json");
  other.next_update = "soon";
  CHECK_THAT(keep_new_status(other, small_start()).error().message,
             Catch::Contains("--next-update"));
  CHECK_FALSE(std::filesystem::exists(other.file));
}

TEST_CASE("status keeping: a bundle is withdrawn, and is valid again by its id", "[cli]") {
  const Office office;
  const auto& id = office.bundle.report().report_id;
  auto request = office.withdrawing(office.bundle.path());
  REQUIRE(keep_next_status(request, small_start() + 1h));
  auto list = office.opened(office.key)->list;
  CHECK(list.sequence == 2);
  REQUIRE(list.entries.size() == 1);
  CHECK(list.entries[0].report_id == id);
  CHECK(list.entries[0].status == ReportStatus::withdrawn);
  CHECK(list.entries[0].reason == "the meter was wrong");
  request = office.withdrawing(id);
  request.to = "valid";
  request.reason = "";
  REQUIRE(keep_next_status(request, small_start() + 2h));
  list = office.opened(office.key)->list;
  CHECK(list.sequence == 3);
  CHECK(list.entries[0].status == ReportStatus::valid);
  request.reports.clear();
  REQUIRE(keep_next_status(request, small_start() + 3h));
  CHECK(office.opened(office.key)->list.entries == list.entries);
  CHECK(office.opened(office.key)->list.sequence == 4);
}

TEST_CASE("status keeping: a successor is named by its bundle", "[cli]") {
  const Office office;
  const SmallBundle newer;
  auto request = office.withdrawing(office.bundle.path());
  request.to = "superseded";
  request.by = newer.path();
  REQUIRE(keep_next_status(request, small_start() + 1h));
  CHECK(office.opened(office.key)->list.entries[0].by == newer.report().report_id);
}

TEST_CASE("status keeping: what cannot be kept leaves the list as it was", "[cli]") {
  const Office office;
  const auto good = office.withdrawing(office.bundle.path());
  auto bad = good;
  bad.to = "gone";
  CHECK_THAT(office.why_not(bad).message, Catch::Contains("valid, superseded or withdrawn"));
  bad = good;
  bad.reason = "";
  CHECK_THAT(office.why_not(bad).message, Catch::Contains("gives no reason"));
  bad = good;
  bad.reports = {"nowhere"};
  CHECK_THAT(office.why_not(bad).message, Catch::Contains("no bundle and no report id"));
  bad.reports = {office.bundle.report().report_id};
  CHECK_THAT(office.why_not(bad).message, Catch::Contains("not in the list yet"));
  bad = good;
  bad.file = office.bundle.beside("missing");
  CHECK(office.why_not(bad).kind == ErrorKind::absent);
}

TEST_CASE("status keeping: nobody signs again what another key signed, unless told whose it was",
          "[cli]") {
  const Office office;
  const auto other = office.bundle.beside("other");
  REQUIRE(seal::create_key_pair(other));
  auto request = office.withdrawing(office.bundle.path());
  request.key = other;
  CHECK(office.why_not(request).kind == ErrorKind::untrusted);
  request.signed_by = office.key + ".pub";
  REQUIRE(keep_next_status(request, small_start() + 1h));
  CHECK(office.opened(other));
  CHECK_FALSE(office.opened(office.key));
}

TEST_CASE("status keeping: a list is shown to whom its keeper is trusted, and to who does not ask",
          "[cli]") {
  const Office office;
  const auto unasked = show_status({office.file, "", ""});
  REQUIRE(unasked);
  CHECK(unasked->list.issuer == "Example Lab");
  CHECK_THAT(unasked->statement, Catch::Contains("report-status/v1"));

  const auto asked = show_status({office.file, "", office.key + ".pub"});
  REQUIRE(asked);
  CHECK(asked->statement == unasked->statement);

  const auto other = office.bundle.beside("other");
  REQUIRE(seal::create_key_pair(other));
  const auto refused = show_status({office.file, "", other + ".pub"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::untrusted);
  CHECK_THAT(refused.error().message, Catch::StartsWith(office.file));
}
