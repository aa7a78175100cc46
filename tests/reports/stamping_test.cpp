#include "reports/stamping.h"

#include <chrono>
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
#include "tests/support/token_maker.h"

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

TEST_CASE("stamping: a stamp is renewed over the signature and itself, and by a stronger digest",
          "[reports][stamps]") {
  SmallBundle bundle;
  bundle.sealed();
  const StampWish wish{Role::certifier, 0, seal::StampDigest::sha512};
  const auto none = renewal_query(bundle.path(), wish, testing::small_start());
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::absent);
  CHECK_THAT(none.error().message, Catch::Contains("report.1.tsr: not there"));
  const auto identity = site().issue("tsa-of-renewals", {.until = "20270531235959Z"});
  const auto first = site().reply(*stamp_query(bundle.path(), wish), identity);
  REQUIRE(add_stamp(bundle.path(), {first}));
  const auto asked = renewal_query(bundle.path(), wish, testing::small_start());
  INFO((asked ? "" : asked.error().message));
  REQUIRE(asked);
  CHECK(asked->renews == "report.1.tsr");
  CHECK(format_utc(asked->until) == "2027-05-31T23:59:59.000000000Z");
  const auto response = site().reply(asked->query, identity);

  SECTION("it lies beside the stamp that it renews") {
    const auto added = add_stamp(bundle.path(), {response, asked->query});
    INFO((added ? "" : added.error().message));
    REQUIRE(added);
    CHECK(added->member == "report.1.2.tsr");
    CHECK(added->renews == "report.1.tsr");
    CHECK(testing::read_whole(bundle.at("report.1.2.tsr")) == response);
    CHECK(testing::read_whole(bundle.at("report.1.tsr")) == first);
    CHECK(load_bundle(bundle.path()));
    CHECK(add_stamp(bundle.path(), {response}).error().kind == ErrorKind::io);
    const auto again = renewal_query(bundle.path(), wish, testing::small_start());
    REQUIRE(again);
    CHECK(again->renews == "report.1.2.tsr");
    const auto third = add_stamp(bundle.path(), {site().reply(again->query, identity)});
    REQUIRE(third);
    CHECK(third->member == "report.1.3.tsr");
  }
  SECTION("an answer that comes after the certificate's end is not put there") {
    const auto late = testing::sign_again(response, identity, {.generated = "20270601000000Z"});
    const auto refused = add_stamp(bundle.path(), {late});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::untrusted);
    CHECK_THAT(
        refused.error().message,
        Catch::Contains("renews nothing: the certificate of report.1.tsr ended at 2027-05-31"));
    CHECK_FALSE(std::filesystem::exists(bundle.at("report.1.2.tsr")));
  }
  SECTION("nor is one that is older than the stamp") {
    const auto early = testing::sign_again(response, identity, {.generated = "20250601000000Z"});
    CHECK_THAT(add_stamp(bundle.path(), {early}).error().message,
               Catch::Contains("before report.1.tsr, which it would renew"));
  }
  SECTION("after its end nobody is asked to renew it") {
    const auto refused =
        renewal_query(bundle.path(), wish, testing::small_start() + std::chrono::days(365));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::untrusted);
    CHECK_THAT(refused.error().message, Catch::Contains("nothing renews it any more"));
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
