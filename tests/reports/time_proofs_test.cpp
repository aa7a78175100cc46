#include "reports/time_proofs.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "reports/assemble.h"
#include "reports/bundle.h"
#include "reports/bundle_members.h"
#include "reports/bundle_writer.h"
#include "reports/evidence.h"
#include "reports/seal/add_signature.h"
#include "reports/sealing.h"
#include "reports/stamping.h"
#include "reports/verify.h"
#include "schemas/toml/reference.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/time_authority.h"
#include "tests/support/token_maker.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::seal::Role;
using rackproof::testing::SmallBundle;
using rackproof::testing::TimeAuthority;

namespace {

const TimeAuthority& site() {
  static const TimeAuthority kAuthority("site");
  return kAuthority;
}

const seal::PrivateKey& vendor() {
  static const auto kKey = seal::PrivateKey::generate();
  return *kKey;
}

testing::SmallRun ordered_run() {
  auto run = testing::small_run();
  testing::order(run, vendor());
  return run;
}

/// A stamp over the seal of `role` in `bundle`, of a given time (the run is of 05:17 to 05:18).
std::string stamp_over(const SmallBundle& bundle, Role role, const std::string& when) {
  static const auto kIdentity = site().issue("tsa");
  const auto query = stamp_query(bundle.path(), role, 0);
  REQUIRE(query);
  return testing::sign_again(site().reply(*query, kIdentity), kIdentity, {.generated = when});
}

void stamp(const SmallBundle& bundle, Role role, const std::string& when) {
  testing::overwrite(bundle.at(stamp_member(role == Role::collector, 0)),
                     stamp_over(bundle, role, when));
}

/// Trust in the sealer of `bundle` and in the site's authority.
TrustPolicy trust_of(const SmallBundle& bundle) {
  auto trust = trusting(bundle.key().public_key());
  trust.time_stampers = {{"site-tsa", site().root(), {}, {}, false, {}, {}}};
  return trust;
}

void trust_vendor(TrustPolicy& trust) {
  REQUIRE(trust.signers.add({.key = vendor().public_key(), .roles = {Role::vendor}}));
}

Verification verified(const SmallBundle& bundle, const TrustPolicy& trust) {
  const auto answers =
      verify(bundle.path(), {.trust = trust, .now = testing::small_start() + 10min});
  REQUIRE(answers);
  return *answers;
}

/// "" where the times are good, else what is wrong.
std::string why_not(const SmallBundle& bundle, const TrustPolicy& trust) {
  const auto answers = verified(bundle, trust);
  CHECK((standing_of(answers) == Standing::good) == answers.time.ok);
  return answers.time.ok ? "" : answers.time.sentence + ": " + answers.time.details.at(0);
}

}  // namespace

TEST_CASE("time proofs: stamps on both seals are what a trust file may demand", "[reports]") {
  SmallBundle bundle;
  bundle.sealed();
  auto trust = trust_of(bundle);
  trust.reports.time = TimeDemand::stamped;
  CHECK_THAT(why_not(bundle, trust), Catch::Contains("demands a time stamp"));
  stamp(bundle, Role::certifier, "20261121052000.5Z");
  CHECK_THAT(why_not(bundle, trust), Catch::Contains("demands a time stamp"));
  stamp(bundle, Role::collector, "20261121051900Z");
  CHECK(why_not(bundle, trust).empty());
  CHECK_THAT(verified(bundle, trust).time.sentence,
             Catch::StartsWith("report: time stamp of site-tsa at "
                               "2026-11-21T05:20:00.500000000Z (no later): claimed run "));
}

TEST_CASE("time proofs: a stamp that does not hold is not passed over", "[reports]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto trust = trust_of(bundle);
  SECTION("40.40 stamp of another bundle's envelope") {
    SmallBundle other;
    testing::overwrite(bundle.at("report.1.tsr"),
                       stamp_over(other.sealed(), Role::certifier, "20261121052000Z"));
    CHECK_THAT(why_not(bundle, trust),
               Catch::StartsWith("a proof of time in the bundle does not hold: report.1.tsr") &&
                   Catch::Contains("it stamps other bytes"));
    CHECK_THAT(why_not(bundle, trusting(bundle.key().public_key())),
               Catch::Contains("it stamps other bytes"));
  }
  SECTION("40.41 stamp over the run record's seal in the place of the report's") {
    testing::overwrite(bundle.at("report.1.tsr"),
                       stamp_over(bundle, Role::collector, "20261121052000Z"));
    CHECK_THAT(why_not(bundle, trust), Catch::Contains("it stamps other bytes"));
  }
  SECTION("40.42 stamp over a signature that is not there") {
    testing::overwrite(bundle.at("report.2.tsr"),
                       stamp_over(bundle, Role::certifier, "20261121052000Z"));
    CHECK_THAT(why_not(bundle, trust),
               Catch::Contains("report.2.tsr: stamps a signature that is not there"));
  }
  SECTION("40.43 stamp later than now") {
    stamp(bundle, Role::certifier, "20261122052000Z");
    CHECK_THAT(why_not(bundle, trust), Catch::Contains("later than now"));
  }
  SECTION("40.44 stamp by an authority that the trust file does not name") {
    static const TimeAuthority other("other");
    auto elsewhere = trust;
    elsewhere.time_stampers = {{"other-tsa", other.root(), {}, {}, false, {}, {}}};
    stamp(bundle, Role::certifier, "20261121052000Z");
    CHECK_THAT(why_not(bundle, elsewhere), Catch::Contains("time stamp by other-tsa: no path"));
  }
  SECTION("33.20 report issued after its own stamp, run ended after its own") {
    stamp(bundle, Role::certifier, "20261121050000Z");
    CHECK_THAT(why_not(bundle, trust), Catch::StartsWith("impossible times: the report claims"));
  }
}

TEST_CASE("time proofs: a stamp of which nobody trusted knows proves nothing", "[reports]") {
  SmallBundle bundle;
  stamp(bundle.sealed(), Role::certifier, "20261121052000Z");
  const auto answers = verified(bundle, trusting(bundle.key().public_key()));
  CHECK(answers.time.ok);
  CHECK_THAT(answers.time.sentence, Catch::StartsWith("claimed only"));
  REQUIRE(answers.time.details.size() == 1);
  CHECK_THAT(answers.time.details[0], Catch::Contains("by nobody who is trusted to stamp"));
}

TEST_CASE("time proofs: a renewal holds up the first stamp, whose time stays the proof",
          "[reports][stamps]") {
  SmallBundle bundle;
  bundle.sealed();
  auto trust = trust_of(bundle);
  stamp(bundle, Role::certifier, "20261121052000Z");
  const auto renew = [&bundle](const std::string& when) {
    static const auto kIdentity = site().issue("tsa-of-renewals");
    const auto query = renewal_query(bundle.path(), {}, testing::small_start());
    REQUIRE(query);
    return testing::sign_again(site().reply(query->query, kIdentity), kIdentity,
                               {.generated = when});
  };
  const auto renewal = renew("20261121052500Z");
  SECTION("it is told") {
    testing::overwrite(bundle.at("report.1.2.tsr"), renewal);
    CHECK(why_not(bundle, trust).empty());
    CHECK_THAT(verified(bundle, trust).time.sentence,
               Catch::StartsWith("report: time stamp of site-tsa, renewed by that of site-tsa at "
                                 "2026-11-21T05:25:00.000000000Z at "
                                 "2026-11-21T05:20:00.000000000Z (no later)"));
  }
  SECTION("40.53 renewal of a stamp that is not there") {
    testing::overwrite(bundle.at("report.1.3.tsr"), renewal);
    CHECK_THAT(why_not(bundle, trust),
               Catch::Contains("report.1.3.tsr: renews a stamp that is not there"));
  }
  SECTION("40.54 stamp exchanged under its renewal") {
    testing::overwrite(bundle.at("report.1.2.tsr"), renewal);
    stamp(bundle, Role::certifier, "20261121052001Z");
    CHECK_THAT(why_not(bundle, trust), Catch::Contains("report.1.2.tsr: it stamps other bytes"));
  }
  SECTION("40.55 renewal later than now") {
    testing::overwrite(bundle.at("report.1.2.tsr"), renew("20261122052000Z"));
    CHECK_THAT(why_not(bundle, trust), Catch::Contains("report.1.2.tsr: stamped at 2026-11-22") &&
                                           Catch::Contains("later than now"));
  }
}

TEST_CASE("time proofs: an order is the lower end of the time", "[reports]") {
  SmallBundle bundle(ordered_run());
  bundle.sealed();
  auto trust = trust_of(bundle);
  trust.reports.order = Demand::required;
  SECTION("29.22 order by nobody who is trusted as vendor, where the trust file demands one") {
    CHECK_THAT(why_not(bundle, trust), Catch::Contains("demands a signed test order"));
  }
  SECTION("29.23 no order, where the trust file demands one") {
    SmallBundle plain;
    plain.sealed();
    auto demanding = trust_of(plain);
    trust_vendor(demanding);
    demanding.reports.order = Demand::required;
    CHECK_THAT(why_not(plain, demanding), Catch::Contains("demands a signed test order"));
  }
  SECTION("of a trusted vendor it is told, beside the stamp") {
    trust_vendor(trust);
    stamp(bundle, Role::certifier, "20261121052000Z");
    CHECK(why_not(bundle, trust).empty());
    const auto answers = verified(bundle, trust);
    CHECK_THAT(answers.time.sentence,
               Catch::Contains("(no later), test order 5f1c2b9e-1111-4222-8333-444455556666 of "
                               "Example Chips at 2026-11-21T04:17:00.000000000Z (no earlier)"));
    CHECK(answers.known.order_nonce == std::string(64, '5'));
  }
  SECTION("29.24 run that mentions an order which its bundle does not hold") {
    auto run = ordered_run();
    run.order.clear();
    SmallBundle without(run);
    without.sealed();
    auto vendors = trust_of(without);
    trust_vendor(vendors);
    CHECK_THAT(why_not(without, vendors), Catch::Contains("an order that is not in the bundle"));
  }
}

TEST_CASE("29.41 order for another reference than the one that the report judges by", "[reports]") {
  SmallBundle bundle(ordered_run());
  bundle.sealed();
  auto easier = testing::small_run().reference;
  easier.replace(easier.find("value = 85"), 10, "value = 99");
  const auto reference = load_reference({"easier.toml", easier}, no_overlays);
  auto old = load_bundle(bundle.path());
  const auto again = bundle.beside("again");
  auto writer = BundleWriter::create(again);
  REQUIRE((reference && old && writer));
  REQUIRE(judge_again(*old, *reference, {testing::small_start() + 5min, std::string(64, 'e')},
                      *writer));
  REQUIRE(writer->finish());
  REQUIRE(seal_statement(again, Role::certifier, bundle.key()));
  auto trust = trust_of(bundle);
  trust_vendor(trust);
  const auto answers = [&trust, &again] {
    return verify(again, {.trust = trust, .now = testing::small_start() + 10min}).value();
  };
  CHECK(standing_of(answers()) == Standing::good);
  CHECK_THAT(answers().time.sentence, Catch::Contains("(no earlier)"));
  trust.reports.order = Demand::required;
  const auto demanded = answers();
  CHECK(standing_of(demanded) == Standing::untrusted);
  REQUIRE(demanded.time.details.size() == 2);
  CHECK_THAT(demanded.time.details[0], Catch::Contains("demands a signed test order"));
  CHECK_THAT(demanded.time.details[1], Catch::Contains("the order is for reference tiny") &&
                                           Catch::Contains("the report judges by another"));
}

TEST_CASE("29.42 order of an expired vendor, older only by a stamp over a stranger's signature",
          "[reports]") {
  SmallBundle bundle(ordered_run());
  bundle.sealed();
  const auto stranger = seal::PrivateKey::generate().value();
  const auto sealed = bundle.at(bundle::kRunRecordSealed);
  const auto two = seal::add_signature(testing::read_whole(sealed), stranger);
  REQUIRE(two);
  testing::overwrite(sealed, *two);
  auto trust = trust_of(bundle);
  REQUIRE(trust.signers.add({.key = stranger.public_key(),
                             .roles = {Role::collector},
                             .id = "stranger",
                             .dut = {"ELSEWHERE-*"}}));
  REQUIRE(
      trust.signers.add({.key = vendor().public_key(),
                         .roles = {Role::vendor},
                         .window = {testing::small_start() - 24h, testing::small_start() + 5min}}));
  const auto stamp_signature = [&bundle](std::size_t signature) {
    static const auto kIdentity = site().issue("tsa-29-42");
    const auto query = stamp_query(bundle.path(), Role::collector, signature);
    REQUIRE(query);
    testing::overwrite(bundle.at(stamp_member(true, signature)),
                       testing::sign_again(site().reply(*query, kIdentity), kIdentity,
                                           {.generated = "20261121051900Z"}));
  };
  stamp_signature(1);
  CHECK_THAT(why_not(bundle, trust),
             Catch::Contains("order by ") && Catch::Contains("nothing proves an earlier"));
  stamp_signature(0);
  CHECK(why_not(bundle, trust).empty());
}
