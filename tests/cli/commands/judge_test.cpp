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
