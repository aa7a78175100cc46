#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"

using namespace rackproof;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

testing::CommandRun judged(const std::string& bundle, const std::string& reference,
                           const std::string& out) {
  return testing::run_command(add_judge_command,
                              {"judge", bundle, "--reference", reference, "--out", out});
}

std::string reference_file(const SmallBundle& bundle, const std::string& limit) {
  auto text = small_run().reference;
  text.replace(text.find("value = 85"), 10, "value = " + limit);
  testing::overwrite(bundle.beside("r.toml"), text);
  return bundle.beside("r.toml");
}

}  // namespace

TEST_CASE("judge: a stricter reference fails the same evidence", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto out = bundle.beside("again");
  const auto run = judged(bundle.path(), reference_file(bundle, "40"), out);
  CHECK(run.exit_code == 1);
  CHECK_THAT(run.output, Catch::StartsWith("FAIL  " + out));
  CHECK(fs::exists(out + "/" + bundle::kReport));
  CHECK(fs::exists(out + "/" + bundle::kHtml));
  CHECK(fs::exists(out + "/" + bundle::kRunRecordSealed));
}

TEST_CASE("judge: a reference that it keeps passes", "[cli]") {
  const SmallBundle bundle;
  CHECK(judged(bundle.path(), reference_file(bundle, "60"), bundle.beside("again")).exit_code == 0);
}

TEST_CASE("judge: with a key the new report is sealed, and with none it says how", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto key = bundle.beside("k");
  const auto made = seal::create_key_pair(key);
  REQUIRE(made);
  const auto out = bundle.beside("again");
  const auto reference = reference_file(bundle, "60");
  const auto run = testing::run_command(add_judge_command, {"judge", bundle.path(), "--reference",
                                                            reference, "--out", out, "--key", key});
  CHECK(run.exit_code == 0);
  CHECK(run.complaints.empty());
  CHECK_FALSE(fs::exists(out + "/" + bundle::kReport));
  CHECK(seal::open(testing::read_whole(out + "/" + bundle::kReportSealed), seal::trust_in(*made),
                   seal::Role::certifier));

  CHECK_THAT(judged(bundle.path(), reference, bundle.beside("unsealed")).complaints,
             Catch::Contains("--as certifier --key FILE"));
  const auto none = testing::run_command(add_judge_command,
                                         {"judge", bundle.path(), "--reference", reference, "--out",
                                          bundle.beside("none"), "--key", bundle.beside("no-key")});
  CHECK(none.exit_code == 2);
  CHECK_FALSE(fs::exists(bundle.beside("none")));
}

TEST_CASE("judge: bad input leaves nothing half-written", "[cli]") {
  const SmallBundle bundle;
  const auto out = bundle.beside("again");
  CHECK(judged(bundle.path(), "no-such-reference", out).exit_code == 2);
  CHECK(judged(bundle.beside("none"), reference_file(bundle, "60"), out).exit_code == 3);
  testing::edit(bundle.at(bundle::kSamples), [](std::string& bytes) { bytes[100] ^= 1; });
  CHECK(judged(bundle.path(), reference_file(bundle, "60"), out).exit_code == 4);
  CHECK_FALSE(fs::exists(out));
  CHECK_FALSE(fs::exists(out + ".part"));
}

TEST_CASE("judge: what is there is not written over", "[cli]") {
  const SmallBundle bundle;
  CHECK(judged(bundle.path(), reference_file(bundle, "60"), bundle.path()).exit_code == 3);
  CHECK(fs::exists(bundle.at(bundle::kReport)));
}

namespace {

std::string waiver_file(const SmallBundle& bundle, const std::string& requirement) {
  testing::overwrite(bundle.beside("w.toml"), "[[waiver]]\nrequirement = \"" + requirement +
                                                  "\"\nby = \"Jo, QA\"\nexpires = "
                                                  "\"2099-01-31\"\nreason = \"hot aisle\"\n");
  return bundle.beside("w.toml");
}

testing::CommandRun waived(const SmallBundle& bundle, const std::string& requirement) {
  return testing::run_command(
      add_judge_command,
      {"judge", bundle.path(), "--reference", reference_file(bundle, "40"), "--waivers",
       waiver_file(bundle, requirement), "--out", bundle.beside("again")});
}

}  // namespace

TEST_CASE("judge: a waiver stands in the new report, and changes no verdict", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto run = waived(bundle, "sensor-maximum");
  CHECK(run.exit_code == 1);
  CHECK_THAT(run.output, Catch::StartsWith("FAIL  ") &&
                             Catch::Contains("waived: sensor-maximum is waived by Jo, QA until "
                                             "2099-01-31: hot aisle; its verdict stays FAIL"));
  const auto page = testing::read_whole(bundle.beside("again") + "/" + bundle::kHtml);
  CHECK_THAT(page, Catch::Contains("waived by Jo, QA until 2099-01-31"));
  const auto later =
      judged(bundle.beside("again"), reference_file(bundle, "40"), bundle.beside("third"));
  CHECK(later.exit_code == 1);
  CHECK_THAT(later.complaints, Catch::Contains("are not taken over"));
}

TEST_CASE("judge: a waiver of what the reference does not require is refused", "[cli]") {
  SmallBundle bundle;
  const auto run = waived(bundle, "sensor-maximun");
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.complaints, Catch::Contains("w.toml: a waiver of 'sensor-maximun'") &&
                                 Catch::Contains("did you mean 'sensor-maximum'"));
  CHECK_FALSE(fs::exists(bundle.beside("again")));
}
