#include "reports/stamping.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "reports/bundle_change.h"
#include "reports/bundle_members.h"
#include "reports/evidence.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/time_authority.h"

using namespace rackproof;
using rackproof::seal::Role;
using rackproof::testing::SmallBundle;
using rackproof::testing::TimeAuthority;

namespace {

const TimeAuthority& site() {
  static const TimeAuthority kAuthority("site");
  return kAuthority;
}

/// What the authority answers to a query over the signature of `role`.
struct Asked {
  std::string query;
  std::string response;
};
Asked ask(const SmallBundle& bundle, Role role) {
  static const auto kIdentity = site().issue("tsa");
  const auto query = stamp_query(bundle.path(), role, 0);
  REQUIRE(query);
  return {*query, site().reply(*query, kIdentity)};
}

}  // namespace

TEST_CASE("stamping: an answer lies beside the seal that it stamps", "[reports]") {
  SmallBundle bundle;
  bundle.sealed();
  for (const auto role : {Role::certifier, Role::collector}) {
    const auto asked = ask(bundle, role);
    const seal::TimeStamper believed{"site-tsa", site().root(), {}, {}, false, {}, {}};
    const auto added = add_stamp(bundle.path(), {asked.response, asked.query, &believed});
    INFO((added ? "" : added.error().message));
    REQUIRE(added);
    CHECK(added->member == stamp_member(role == Role::collector, 0));
    CHECK(added->stamp.stamper == "site-tsa");
    CHECK(testing::read_whole(bundle.at(added->member)) == asked.response);
    CHECK(member_rule(added->member));
  }
  CHECK(load_bundle(bundle.path()));
}

TEST_CASE("stamping: what does not fit is not put there, and nothing is written", "[reports]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto asked = ask(bundle, Role::certifier);
  const auto left_alone = [&bundle] {
    return !std::filesystem::exists(bundle.at("report.1.tsr")) &&
           !std::filesystem::exists(bundle.at("run-record.1.tsr"));
  };
  SECTION("an answer over another bundle's seal") {
    SmallBundle other;
    other.sealed();
    const auto elsewhere = ask(other, Role::certifier);
    const auto refused = add_stamp(bundle.path(), {elsewhere.response});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::untrusted);
    CHECK_THAT(refused.error().message, Catch::Contains("fits none of its signatures"));
    CHECK(left_alone());
  }
  SECTION("an answer to another query") {
    const auto again = ask(bundle, Role::certifier);
    CHECK_FALSE(add_stamp(bundle.path(), {asked.response, again.query}));
    CHECK(left_alone());
  }
  SECTION("an answer by an authority that is not the one to be believed") {
    const TimeAuthority other("other");
    const seal::TimeStamper believed{"other", other.root(), {}, {}, false, {}, {}};
    CHECK_FALSE(add_stamp(bundle.path(), {asked.response, asked.query, &believed}));
    CHECK(left_alone());
  }
  SECTION("a second stamp over the same seal") {
    REQUIRE(add_stamp(bundle.path(), {asked.response}));
    const auto second = add_stamp(bundle.path(), {asked.response});
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == ErrorKind::io);
    CHECK(testing::read_whole(bundle.at("report.1.tsr")) == asked.response);
  }
}

TEST_CASE("stamping: what is not sealed cannot be stamped", "[reports]") {
  const SmallBundle bundle;
  CHECK(stamp_query(bundle.path(), Role::certifier, 0).error().kind == ErrorKind::absent);
  CHECK(add_stamp(bundle.path(), {"x"}).error().kind == ErrorKind::absent);
  SmallBundle sealed;
  sealed.sealed();
  CHECK(stamp_query(sealed.path(), Role::certifier, 1).error().kind == ErrorKind::absent);
}

TEST_CASE("stamping: a stamp comes into an archive, and every other member stays as it was",
          "[reports][archive]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto archive = bundle.beside("b.tar");
  REQUIRE(pack_bundle(bundle.path(), archive));
  const auto query = stamp_query(archive, Role::collector, 0);
  REQUIRE(query);
  const auto response = site().reply(*query, site().issue("tsa-of-archives"));
  const auto before = read_bundle(archive);
  REQUIRE(before);

  const auto added = add_stamp(archive, {response, *query});
  INFO((added ? "" : added.error().message));
  REQUIRE(added);
  CHECK(added->member == "run-record.1.tsr");
  const auto after = read_bundle(archive);
  REQUIRE(after);
  CHECK(after->bytes("run-record.1.tsr").value() == response);
  auto digests = digests_of(*after);
  CHECK(digests.erase("run-record.1.tsr") == 1);
  CHECK(digests == digests_of(*before));

  const auto whole = testing::read_whole(archive);
  const auto second = add_stamp(archive, {response});
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::io);
  CHECK_FALSE(add_stamp(archive, {"x"}));
  CHECK((testing::read_whole(archive) == whole));
  CHECK(stamp_query(archive, Role::certifier, 1).error().kind == ErrorKind::absent);
}
