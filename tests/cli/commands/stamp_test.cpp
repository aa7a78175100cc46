#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/archive_file.h"
#include "reports/bundle_reader.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"
#include "tests/support/time_authority.h"
#include "tests/support/token_maker.h"

using namespace rackproof;
using rackproof::testing::SmallBundle;

namespace {

testing::CommandRun stamp(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "stamp");
  return testing::run_command(add_stamp_command, std::move(arguments));
}

}  // namespace

TEST_CASE("stamp: a query goes out, the answer of openssl comes in", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  const testing::TimeAuthority site("site");
  const auto& dir = site.directory();
  const auto asked = stamp({"request", bundle.path(), "-o", dir.at("out.tsq")});
  INFO(asked.complaints);
  REQUIRE(asked.exit_code == 0);
  const auto answer =
      dir.write("in.tsr", site.reply(testing::file_text(dir.at("out.tsq")), site.issue("tsa")));
  const auto added = stamp({"add", bundle.path(), answer, "--query", dir.at("out.tsq"), "--root",
                            site.root_identity().certificate});
  INFO(added.complaints);
  CHECK(added.exit_code == 0);
  CHECK_THAT(added.output, Catch::StartsWith("report.1.tsr: stamped at "));
  CHECK(added.complaints.empty());
  CHECK(testing::file_text(bundle.at("report.1.tsr")) == testing::file_text(answer));
}

TEST_CASE("stamp: an answer that does not fit is exit 4, a wrong question 2", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  const testing::TimeAuthority site("site");
  const auto& dir = site.directory();
  const auto elsewhere =
      dir.write("in.tsr", site.reply(site.query("something else"), site.issue("tsa")));
  const auto refused = stamp({"add", bundle.path(), elsewhere});
  CHECK(refused.exit_code == 4);
  CHECK_THAT(refused.complaints, Catch::Contains("it stamps other bytes"));
  CHECK_FALSE(std::filesystem::exists(bundle.at("report.1.tsr")));
  CHECK(stamp({"add", bundle.path(), dir.at("none.tsr")}).exit_code == 2);
  CHECK(stamp({"add", bundle.path(), elsewhere, "--root", elsewhere}).exit_code == 2);
  CHECK(stamp({"request", bundle.path(), "--as", "owner", "-o", dir.at("q")}).exit_code == 2);
  CHECK(stamp({"request", bundle.path(), "--signature", "0", "-o", dir.at("q")}).exit_code == 2);
  CHECK(stamp({"request", bundle.path(), "--signature", "2", "-o", dir.at("q")}).exit_code == 2);
}

TEST_CASE("stamp: an archive is asked for and takes its stamp like a directory", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto archive = bundle.beside("b.tar");
  REQUIRE(pack_bundle(bundle.path(), archive));
  const testing::TimeAuthority site("site");
  const auto& dir = site.directory();
  const auto asked =
      stamp({"request", archive, "--as", "collector", "-o", dir.at("out.tsq"), "--json"});
  INFO(asked.complaints);
  REQUIRE(asked.exit_code == 0);
  const auto request = parse_strict_json(asked.output);
  REQUIRE(request);
  CHECK(*request->find("query")->if_string() == dir.at("out.tsq"));
  const auto answer =
      dir.write("in.tsr", site.reply(testing::file_text(dir.at("out.tsq")), site.issue("tsa")));
  const auto added = stamp({"add", archive, answer, "--query", dir.at("out.tsq"), "--json"});
  INFO(added.complaints);
  REQUIRE(added.exit_code == 0);
  const auto told = parse_strict_json(added.output);
  REQUIRE(told);
  CHECK(*told->find("member")->if_string() == "run-record.1.tsr");
  CHECK(*told->find("authorityChecked")->if_boolean() == false);
  const auto read = read_bundle(archive);
  REQUIRE(read);
  CHECK(read->bytes("run-record.1.tsr").value() == testing::file_text(answer));
  CHECK(stamp({"add", archive, answer}).exit_code == 3);  // it is there
}

TEST_CASE("stamp: a renewal is asked for, answered by openssl with the time of now, and added",
          "[cli][stamps]") {
  SmallBundle bundle;
  bundle.sealed();
  const testing::TimeAuthority site("site");
  const auto& dir = site.directory();
  const auto identity = site.issue("tsa");
  CHECK(stamp({"renew", bundle.path(), "-o", dir.at("none.tsq")}).exit_code == 2);
  REQUIRE(stamp({"request", bundle.path(), "-o", dir.at("1.tsq")}).exit_code == 0);
  const auto first = dir.write("1.tsr", site.reply(testing::file_text(dir.at("1.tsq")), identity));
  REQUIRE(stamp({"add", bundle.path(), first}).exit_code == 0);

  const auto asked = stamp({"renew", bundle.path(), "-o", dir.at("2.tsq"), "--json"});
  INFO(asked.complaints);
  REQUIRE(asked.exit_code == 0);
  const auto renewal = parse_strict_json(asked.output);
  REQUIRE(renewal);
  CHECK(*renewal->find("format")->if_string() == "rackproof-stamp-renewal/1");
  CHECK(*renewal->find("renews")->if_string() == "report.1.tsr");
  CHECK(*renewal->find("digest")->if_string() == "sha512");
  CHECK(*renewal->find("until")->if_string() == "2099-01-01T00:00:00.000000000Z");
  const auto answer = dir.write("2.tsr", site.reply(testing::file_text(dir.at("2.tsq")), identity));
  const auto added = stamp({"add", bundle.path(), answer, "--query", dir.at("2.tsq"), "--root",
                            site.root_identity().certificate});
  INFO(added.complaints);
  REQUIRE(added.exit_code == 0);
  CHECK_THAT(added.output, Catch::StartsWith("report.1.2.tsr: stamped at ") &&
                               Catch::Contains(", renews report.1.tsr"));

  // Anybody can see with openssl alone what it is over: signature, then stamp.
  const auto envelope = parse_strict_json(testing::file_text(bundle.at("report.dsse.json")));
  REQUIRE(envelope);
  const auto signature =
      from_base64(*envelope->find("signatures")->if_array()->front().find("sig")->if_string());
  REQUIRE(signature);
  const auto data = dir.write("data", *signature + testing::file_text(first));
  const auto told = testing::openssl(
      {"ts", "-verify", "-data", data, "-in", answer, "-CAfile", site.root_identity().certificate});
  CHECK_THAT(told, Catch::Contains("Verification: OK"));
}

TEST_CASE("stamp: a stamp whose certificate has ended is not asked to be renewed",
          "[cli][stamps]") {
  SmallBundle bundle;
  bundle.sealed();
  const testing::TimeAuthority site("site");
  const auto& dir = site.directory();
  const auto identity = site.issue("ended", {.until = "20260101000000Z"});
  const auto long_lived = site.issue("tsa");
  REQUIRE(stamp({"request", bundle.path(), "-o", dir.at("1.tsq")}).exit_code == 0);
  const auto response = site.reply(testing::file_text(dir.at("1.tsq")), long_lived);
  const auto old =
      dir.write("1.tsr", testing::sign_again(response, identity, {.generated = "20251201000000Z"}));
  REQUIRE(stamp({"add", bundle.path(), old}).exit_code == 0);
  const auto refused = stamp({"renew", bundle.path(), "-o", dir.at("2.tsq")});
  CHECK(refused.exit_code == 4);
  CHECK_THAT(refused.complaints, Catch::Contains("ended at 2026-01-01") &&
                                     Catch::Contains("nothing renews it any more"));
  CHECK_FALSE(std::filesystem::exists(dir.at("2.tsq")));
}
