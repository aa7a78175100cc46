#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "tests/reports/sealer_ground.h"
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

TEST_CASE("judge: of an archive comes an archive, with the same judgement", "[cli][archive]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto archive = bundle.beside("b.tar");
  REQUIRE(pack_bundle(bundle.path(), archive));
  const auto before = testing::read_whole(archive);
  const auto reference = reference_file(bundle, "40");
  const auto out = bundle.beside("again.tar");
  const auto run = judged(archive, reference, out);
  INFO(run.complaints);
  CHECK(run.exit_code == 1);
  CHECK_THAT(run.output, Catch::StartsWith("FAIL  " + out));
  CHECK((testing::read_whole(archive) == before));
  CHECK_FALSE(fs::exists(out + ".part"));
  REQUIRE(fs::is_regular_file(out));
  const auto loaded = load_bundle(out);
  INFO((loaded ? "" : loaded.error().message));
  REQUIRE(loaded);
  CHECK(loaded->bundle.is_archive);
  CHECK(loaded->bundle.has(bundle::kHtml));
  CHECK(loaded->report.report.judgement.overall == Outcome::fail);
  CHECK(judged(archive, reference, out).exit_code == 3);  // it is there
}

TEST_CASE("judge: certificates and lists go beside the new seal, and are looked at before",
          "[cli]") {
  const testing::UnsealedNode node;
  const auto& bundle = node.bundle;
  const auto key = bundle.beside("k");
  REQUIRE(seal::create_key_pair(key));
  testing::ChainedSigner signer;
  signer.take_key(*seal::load_private_key(key, {}));
  testing::overwrite(bundle.beside("chain.pem"), signer.chain_pem());
  testing::overwrite(bundle.beside("lists.pem"), signer.lists_pem());
  const auto judge_with = [&](const std::string& out, std::vector<std::string> more) {
    std::vector<std::string> words{"judge",       node.archive,
                                   "--reference", reference_file(bundle, "60"),
                                   "--out",       bundle.beside(out)};
    words.insert(words.end(), more.begin(), more.end());
    return testing::run_command(add_judge_command, words);
  };
  const auto chain = bundle.beside("chain.pem");
  const auto lists = bundle.beside("lists.pem");
  SECTION("they lie in the new bundle") {
    const auto run = judge_with("again", {"--key", key, "--chain", chain, "--crl", lists});
    INFO(run.complaints);
    CHECK(run.exit_code == 0);
    const auto read = read_bundle(bundle.beside("again"));
    REQUIRE(read);
    CHECK(read->bytes(bundle::kReportChain).value() == signer.chain_pem());
    CHECK(read->bytes(bundle::kRevocations).value() == signer.lists_pem());
    CHECK(read->has(bundle::kReportSealed));
    CHECK(read->has(bundle::kHtml));
  }
  SECTION("those of another node's signer are refused, and nothing is made") {
    signer.bind_to("URI:urn:rackproof:host:H-2");
    testing::overwrite(chain, signer.chain_pem());
    const auto run = judge_with("again", {"--key", key, "--chain", chain});
    CHECK(run.exit_code != 0);
    CHECK_THAT(run.complaints, Catch::Contains("about host 'H-1'"));
    CHECK_FALSE(fs::exists(bundle.beside("again")));
    CHECK_FALSE(fs::exists(bundle.beside("again.part")));
  }
  SECTION("without a key they are a wrong question") {
    const auto run = judge_with("again", {"--chain", chain});
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.complaints, Catch::Contains("--chain and --crl go with --key"));
  }
}

TEST_CASE("judge: what was taken out of the old bundle stays noted in the new one", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto redacted = bundle.beside("redacted");
  REQUIRE(testing::run_command(add_bundle_command,
                               {"bundle", "redact", bundle.path(), "--withhold", "logs/idle.log",
                                "--reason", "names of a customer", "--out", redacted})
              .exit_code == 0);
  const auto out = bundle.beside("again");
  const auto run = judged(redacted, reference_file(bundle, "60"), out);
  INFO(run.complaints);
  CHECK(run.exit_code == 0);
  const auto loaded = load_bundle(out);
  REQUIRE(loaded);
  REQUIRE(loaded->redactions.entries.size() == 1);
  CHECK(loaded->redactions.entries[0].path == "logs/idle.log");
}
