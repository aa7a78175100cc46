#include "cli/verifying.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/seal/envelope.h"
#include "schemas/digest.h"
#include "schemas/json/status_json.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/reports/status_parts.h"
#include "tests/reports/trust_text.h"
#include "tests/support/verified_run.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::edit;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;
using rackproof::testing::verified;
using Run = rackproof::testing::VerifiedRun;

namespace {

/// Writes the bundle's own public key beside it.
std::string key_file(const SmallBundle& bundle) {
  testing::overwrite(bundle.beside("key.pub"), bundle.key().public_key().pem());
  return bundle.beside("key.pub");
}

Run verified(const SmallBundle& bundle, bool json = false) {
  return testing::verified({.bundles = {bundle.path()}, .key = key_file(bundle), .json = json});
}

}  // namespace

TEST_CASE("verify: four lines say ok, and the program answers 0", "[cli]") {
  SmallBundle bundle;
  const auto run = verified(bundle.sealed());
  INFO(run.out);
  CHECK(run.code == ExitCode::done);
  CHECK_THAT(run.out, Catch::StartsWith(bundle.path() + ": Compliance report, report "));
  for (const auto* line : {"\n  integrity  ok      ", "\n  identity   ok      ",
                           "\n  time       ok      claimed only", "\n  verdict    ok      PASS"}) {
    CHECK_THAT(run.out, Catch::Contains(line));
  }
  CHECK(run.err.empty());
}

TEST_CASE("verify: a changed member answers 4 and is named", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  edit(bundle.at("logs/idle.log"), [](std::string& text) { text[0] = 'N'; });
  const auto run = verified(bundle);
  CHECK(run.code == ExitCode::untrusted);
  CHECK_THAT(run.out, Catch::Contains("integrity  NOT ok"));
  CHECK_THAT(run.out, Catch::Contains("- logs/idle.log: changed since the manifest was written"));
}

TEST_CASE("verify: an unsealed bundle answers 4", "[cli]") {
  const SmallBundle bundle;
  const auto run = verified(bundle);
  CHECK(run.code == ExitCode::untrusted);
  CHECK_THAT(run.out, Catch::Contains("run record and report are not sealed"));
}

TEST_CASE("54.3 verify: a genuine FAIL answers 1", "[cli]") {
  auto run = small_run();
  run.celsius = 90;
  SmallBundle bundle(run);
  const auto answer = verified(bundle.sealed());
  CHECK(answer.code == ExitCode::not_pass);
  CHECK_THAT(answer.out, Catch::Contains("verdict    NOT ok  FAIL"));
}

TEST_CASE("verify: a sealed statement of a newer format answers 3", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  edit(bundle.at(bundle::kReportSealed), [&bundle](std::string& text) {
    auto payload = seal::parse_envelope(text)->payload;
    payload.replace(payload.find("compliance-report/v1"), 20, "compliance-report/v2");
    text = seal::seal(payload, bundle.key()).value();
  });
  const auto run = verified(bundle);
  CHECK(run.code == ExitCode::failed);
  CHECK_THAT(run.err, Catch::Contains("newer"));
}

TEST_CASE("53.7 verify: the worst of several bundles decides", "[cli]") {
  SmallBundle good;
  good.sealed();
  const auto key = key_file(good);
  const auto missing = good.beside("missing");
  CHECK(verified({.bundles = {good.path(), good.path()}, .key = key}).code == ExitCode::done);
  CHECK(verified({.bundles = {good.path(), missing}, .key = key}).code == ExitCode::failed);
  SmallBundle stranger;
  CHECK(verified({.bundles = {missing, stranger.sealed().path(), good.path()}, .key = key}).code ==
        ExitCode::untrusted);
}

TEST_CASE("53.3 no bundle, nobody to trust, or both ways of trusting is a wrong question",
          "[cli]") {
  SmallBundle bundle;
  const auto key = key_file(bundle.sealed());
  CHECK(verified({.bundles = {}, .key = key}).code == ExitCode::usage);
  CHECK(verified(VerifyRequest{.bundles = {bundle.path()}}).code == ExitCode::usage);
  CHECK(verified({.bundles = {bundle.path()}, .trust = key, .key = key}).code == ExitCode::usage);
  CHECK(verified({.bundles = {bundle.path()}, .key = bundle.path()}).code == ExitCode::usage);
  CHECK(verified({.bundles = {bundle.path()}, .key = "/nonexistent"}).code == ExitCode::usage);
  CHECK(verified({.bundles = {bundle.path()}, .trust = key}).code == ExitCode::usage);
}

TEST_CASE("verify: a file that is missing is never 0", "[cli]") {
  SmallBundle bundle;
  const auto key = key_file(bundle.sealed());
  const auto missing = bundle.beside("missing");
  SECTION("53.8 the bundle") {
    const auto run = verified({.bundles = {missing}, .key = key});
    CHECK(run.code == ExitCode::failed);
    CHECK_THAT(run.err, Catch::Contains("missing"));
  }
  SECTION("53.9 the key") {
    CHECK(verified({.bundles = {bundle.path()}, .key = missing}).code == ExitCode::usage);
  }
  SECTION("53.10 the trust file") {
    CHECK(verified({.bundles = {bundle.path()}, .trust = missing}).code == ExitCode::usage);
  }
  SECTION("53.11 the directory of what was seen") {
    testing::overwrite(bundle.beside("trust.toml"),
                       "[trust]\nname = \"a\"\nsequence = 1\n[[key]]\npublic_key = \"key.pub\"\n"
                       "roles = [\"collector\", \"certifier\"]\n");
    const auto run = verified({.bundles = {bundle.path()},
                               .trust = bundle.beside("trust.toml"),
                               .seen = missing + "/seen.json"});
    CHECK(run.code != ExitCode::done);
    CHECK_THAT(run.err, Catch::Contains("missing"));
  }
}

TEST_CASE("53.12 verify: trouble with any member, of whatever kind, is never 0", "[cli]") {
  SmallBundle bundle;
  const auto key = key_file(bundle.sealed());
  int members = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(bundle.path())) {
    if (!entry.is_regular_file() || entry.path().filename() == bundle::kHtml) {
      continue;
    }
    ++members;
    const auto path = entry.path().string();
    const auto good = testing::read_whole(path);
    const auto code = [&] { return verified({.bundles = {bundle.path()}, .key = key}).code; };
    INFO(path);
    std::filesystem::remove(path);
    CHECK(code() != ExitCode::done);
    std::filesystem::create_directory(path);
    CHECK(code() != ExitCode::done);
    std::filesystem::remove(path);
    testing::overwrite(path, good.substr(0, good.size() / 2));
    CHECK((good.empty() || code() != ExitCode::done));
    testing::overwrite(path, good + "x");
    CHECK(code() != ExitCode::done);
    testing::overwrite(path, good);
    REQUIRE(code() == ExitCode::done);
  }
  CHECK(members >= 8);
}

TEST_CASE("54.4 verify: PASS of a captured machine answers 1", "[cli]") {
  auto run = small_run();
  run.record.simulated = run.inventory.simulated = true;
  run.record.root = "/captured";
  SmallBundle bundle(run);
  const auto key = key_file(bundle.sealed());
  CHECK(verified({.bundles = {bundle.path()}, .key = key}).code == ExitCode::not_pass);
  CHECK(verified({.bundles = {bundle.path()}, .key = key, .allow_simulated = true}).code ==
        ExitCode::done);
}

TEST_CASE("52.9 verify: nothing in the working directory says whom to trust", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  key_file(bundle);
  for (const auto* name : {"trust.toml", "rackproof.toml", ".rackproof.toml"}) {
    testing::overwrite(bundle.beside(name),
                       "[[key]]\npublic_key = \"key.pub\"\n"
                       "roles = [\"collector\", \"certifier\"]\n");
  }
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(std::filesystem::path(bundle.path()).parent_path());
  const auto nobody = verified(VerifyRequest{.bundles = {bundle.path()}});
  const auto stranger = seal::PrivateKey::generate()->public_key();
  testing::overwrite("stranger.pub", stranger.pem());
  const auto another = verified({.bundles = {bundle.path()}, .key = "stranger.pub"});
  std::filesystem::current_path(before);
  CHECK(nobody.code == ExitCode::usage);
  CHECK(another.code == ExitCode::untrusted);
}

TEST_CASE("verify: a trust file says who may sign as what", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  key_file(bundle);
  const auto trust_as = [&bundle](const std::string& roles) {
    testing::overwrite(bundle.beside("trust.toml"),
                       "[[key]]\npublic_key = \"key.pub\"\nroles = [" + roles + "]\n");
    return verified({.bundles = {bundle.path()}, .trust = bundle.beside("trust.toml")}).code;
  };
  CHECK(trust_as("\"collector\", \"certifier\"") == ExitCode::done);
  CHECK(trust_as("\"collector\"") == ExitCode::untrusted);
}

TEST_CASE("52.5 verify: a trust file older than the last one used is refused", "[cli]") {
  SmallBundle bundle;
  bundle.sealed();
  key_file(bundle);
  const auto edition = [&bundle](const std::string& sequence) {
    testing::overwrite(bundle.beside("trust.toml"),
                       "[trust]\nname = \"a\"\nsequence = " + sequence +
                           "\n[[key]]\npublic_key = \"key.pub\"\n"
                           "roles = [\"collector\", \"certifier\"]\n");
    return verified({.bundles = {bundle.path()},
                     .trust = bundle.beside("trust.toml"),
                     .seen = bundle.beside("seen.json")});
  };
  CHECK(edition("2").code == ExitCode::done);
  CHECK(edition("3").code == ExitCode::done);
  const auto older = edition("2");
  CHECK(older.code == ExitCode::untrusted);
  CHECK_THAT(older.err, Catch::Contains("has sequence 2, and 3 was seen before"));
  CHECK(older.out.empty());
}

TEST_CASE("verify: --json is one document over all bundles", "[cli]") {
  SmallBundle bundle;
  const auto run = verified(bundle.sealed(), true);
  const auto document = parse_strict_json(run.out);
  REQUIRE(document);
  CHECK(document->find("bundles")->if_array()->size() == 1);
  CHECK(document->find("errors")->if_array()->empty());
}

TEST_CASE("55.1 hostile strings do not reach the terminal as they are", "[cli]") {
  auto run = small_run();
  run.record.steps[0].phase = "idle";
  run.record.status = RunStatus::aborted;
  run.record.status_reason = "\x1b]0;owned\x07 \xE2\x80\xAE gnp";
  SmallBundle bundle(run);
  const auto answer = verified(bundle.sealed());
  CHECK(answer.code == ExitCode::not_pass);
  CHECK(answer.out.find('\x1b') == std::string::npos);
  CHECK(answer.out.find("\xE2\x80\xAE") == std::string::npos);
  CHECK_THAT(answer.out, Catch::Contains("\\x1b]0;owned"));
}

namespace {

/// Asks for `bundle` by a trust file and with a memory, both beside it.
VerifyRequest remembering(const SmallBundle& bundle) {
  testing::overwrite(bundle.beside("trust.toml"),
                     "[trust]\nname = \"t\"\nsequence = 1\n\n[[key]]\npublic_key = \"" +
                         key_file(bundle) + "\"\nroles = [\"collector\", \"certifier\"]\n");
  return {.bundles = {bundle.path()},
          .trust = bundle.beside("trust.toml"),
          .seen = bundle.beside("seen.json")};
}

/// As if the report that is remembered had been another.
void change_seen_digest(std::string& text) {
  const auto at = text.find("\"sha256\": \"", text.find("reportId")) + 11;
  text[at] = text[at] == 'a' ? 'b' : 'a';
}

}  // namespace

TEST_CASE("verify: a report seen before with other content is not believed again", "[cli]") {
  SmallBundle bundle;
  const auto request = remembering(bundle.sealed());
  CHECK(verified(request).code == ExitCode::done);
  CHECK(verified(request).code == ExitCode::done);

  edit(bundle.beside("seen.json"), change_seen_digest);
  const auto run = verified(request);
  CHECK(run.code == ExitCode::untrusted);
  CHECK_THAT(run.out, Catch::Contains("was seen with other content"));
}

TEST_CASE("verify: a report that a newer one seen before supersedes no longer counts", "[cli]") {
  SmallBundle bundle;
  const auto request = remembering(bundle.sealed());
  REQUIRE(verified(request).code == ExitCode::done);
  edit(bundle.beside("seen.json"), [&](std::string& text) {
    const auto replaced = [&text](const std::string& from, const std::string& to) {
      text.replace(text.find(from), from.size(), to);
    };
    replaced(bundle.report().report_id, "another");
    replaced("\"supersedes\": \"\"", "\"supersedes\": \"" + bundle.report().report_id + "\"");
    replaced("\"revision\": 1", "\"revision\": 2");
    change_seen_digest(text);
  });
  const auto run = verified(request);
  CHECK(run.code == ExitCode::not_pass);
  CHECK_THAT(run.out, Catch::Contains("was superseded by report another revision 2"));
}

TEST_CASE("verify: one order serves one run, when both are seen at once", "[cli]") {
  SECTION("29.21 test order nonce reused by another report, both given to one verify") {
    const auto vendor = seal::PrivateKey::generate();
    auto run = small_run();
    testing::order(run, *vendor);
    SmallBundle first(run);
    run.record.run_id = "7f1c2b9e-1111-4222-8333-444455556666";
    SmallBundle second(run);
    const auto trust = first.beside("trust.toml");
    std::string text;
    for (const auto* key : {&first.sealed().key(), &second.sealed().key()}) {
      text += "[[key]]\npublic_key = '''\n" + key->public_key().pem() +
              "'''\nroles = [\"collector\", \"certifier\"]\n";
    }
    testing::overwrite(trust, text);
    CHECK(verified({.bundles = {first.path()}, .trust = trust}).code == ExitCode::done);
    CHECK(verified({.bundles = {second.path()}, .trust = trust}).code == ExitCode::done);
    const auto both = verified({.bundles = {first.path(), second.path()}, .trust = trust});
    CHECK(both.code == ExitCode::untrusted);
    CHECK_THAT(both.out, Catch::Contains("its test order was met before by run 7f1c2b9e") &&
                             Catch::Contains("its test order was met before by run 6f1c2b9e"));
  }
}

TEST_CASE("55.5 hostile names of files do not reach the terminal as they are", "[cli]") {
  SmallBundle bundle;
  const auto key = key_file(bundle.sealed());
  testing::overwrite(bundle.at("logs/\x1b[2J.log"), "");
  const auto within = verified({.bundles = {bundle.path()}, .key = key});
  CHECK(within.code == ExitCode::untrusted);
  CHECK_THAT(within.out, Catch::Contains("\\x1b[2J"));
  CHECK(within.out.find('\x1b') == std::string::npos);

  const auto missing = verified({.bundles = {"/none/\x1b[2J"}, .key = key});
  CHECK(missing.code == ExitCode::failed);
  CHECK_THAT(missing.err, Catch::Contains("\\x1b[2J"));
  CHECK(missing.err.find('\x1b') == std::string::npos);
}

namespace {

/// A sealed bundle, who is trusted for it, and a status list that says `status` of it.
struct Listed {
  SmallBundle bundle;
  seal::PrivateKey keeper = seal::PrivateKey::generate().value();
  VerifyRequest request;

  explicit Listed(ReportStatus status, const std::string& policy = "") {
    bundle.sealed();
    testing::overwrite(
        bundle.beside("trust.toml"),
        testing::key_table(bundle.key().public_key(), "\"collector\", \"certifier\"",
                           "issuer = \"Example Lab\"\n") +
            testing::key_table(keeper.public_key(), "\"status\"", "issuer = \"Example Lab\"\n") +
            policy);
    const auto loaded = load_bundle(bundle.path());
    REQUIRE(loaded);
    const auto list = testing::status_list({testing::status_entry(
        bundle.report().report_id, sha256_hex(loaded->report_payload), status)});
    testing::overwrite(bundle.beside("status"), seal_status(list, keeper).value());
    request.bundles = {bundle.path()};
    request.trust = bundle.beside("trust.toml");
    request.status = bundle.beside("status");
  }
};

}  // namespace

TEST_CASE("verify: the owner's status list is asked", "[cli]") {
  const auto good =
      verified(Listed(ReportStatus::valid, "[policy]\nstatus = \"required\"\n").request);
  INFO(good.out << good.err);
  CHECK(good.code == ExitCode::done);
  CHECK_THAT(good.out, Catch::Contains("status list 5 of Example Lab says valid"));
}

TEST_CASE("verify: a status list of the owner's own that does not do is an error", "[cli]") {
  Listed listed(ReportStatus::valid);
  SECTION("30.45 it is not there") {
    listed.request.status = listed.bundle.beside("missing");
    const auto run = verified(listed.request);
    CHECK(run.code == ExitCode::usage);
    CHECK_THAT(run.err, Catch::Contains("missing"));
  }
  SECTION("30.46 it is signed by the certifier, who may not") {
    testing::overwrite(listed.request.status,
                       seal_status(testing::status_list({}), listed.bundle.key()).value());
    CHECK(verified(listed.request).code == ExitCode::untrusted);
  }
  SECTION("30.47 it is of a newer format") {
    auto payload = encode_status_list(testing::status_list({}));
    payload.replace(payload.find("report-status/v1"), 16, "report-status/v2");
    testing::overwrite(listed.request.status, seal::seal(payload, listed.keeper).value());
    const auto run = verified(listed.request);
    CHECK(run.code == ExitCode::failed);
    CHECK_THAT(run.err, Catch::Contains("newer"));
  }
  SECTION("30.48 its sequence is below that of the trust file") {
    edit(listed.request.trust,
         [](std::string& text) { text += "[policy]\nstatus_sequence = 6\n"; });
    const auto run = verified(listed.request);
    CHECK(run.code == ExitCode::untrusted);
    CHECK_THAT(run.err, Catch::Contains("accepts none below 6"));
  }
}

TEST_CASE("30.49 a report that the owner's list withdraws answers 1", "[cli]") {
  const auto run = verified(Listed(ReportStatus::withdrawn).request);
  CHECK(run.code == ExitCode::not_pass);
  CHECK_THAT(run.out, Catch::Contains("NOT ok  withdrawn since"));
}
