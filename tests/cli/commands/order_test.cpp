#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/order_file.h"
#include "reports/seal/key_file.h"
#include "reports/test_order.h"
#include "schemas/json/order_json.h"
#include "tests/support/command_run.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"
#include "tests/support/time_authority.h"

using namespace rackproof;

namespace {

/// `rackproof order new` for host-x86_64 with `more`.
testing::CommandRun order_new(const testing::TempDir& dir, const std::vector<std::string>& more,
                              const std::string& expires = "30d") {
  std::vector<std::string> arguments{"order",     "new",   "--reference", "host-x86_64",
                                     "--tier",    "quick", "--key",       dir.at("key"),
                                     "--expires", expires, "--out",       dir.at("order")};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return testing::run_command(add_order_command, arguments);
}

testing::CommandRun order_show(const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"order", "show"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return testing::run_command(add_order_command, arguments);
}

}  // namespace

TEST_CASE("order: a new order is sealed, fresh, and shown as it was given", "[cli]") {
  const testing::TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("key")));
  const auto made = order_new(dir, {"--dut", "R17-*", "--dut", "SN1", "--vendor", "Example Chips",
                                    "--customer", "Kunde", "--note", "before shipping"});
  INFO(made.complaints);
  REQUIRE(made.exit_code == 0);
  const auto file = read_order_file(dir.at("order"));
  REQUIRE(file);
  CHECK(file->order.serials == std::vector<std::string>{"R17-*", "SN1"});
  CHECK(file->order.expires - file->order.issued == std::chrono::hours(24 * 30));
  CHECK(file->order.nonce.size() == 64);
  seal::Trust vendors;
  REQUIRE(vendors.add(
      {.key = *seal::load_public_key(dir.at("key.pub")), .roles = {seal::Role::vendor}}));
  CHECK(open_order(file->envelope, vendors));

  const auto shown = order_show({dir.at("order"), "--key", dir.at("key.pub")});
  CHECK(shown.exit_code == 0);
  for (const auto* words : {"Example Chips", "Kunde", "R17-*, SN1", "before shipping", "sealed by",
                            "host-x86_64 revision"}) {
    CHECK_THAT(shown.output, Catch::Contains(words));
  }
  const auto json = order_show({dir.at("order"), "--json"});
  CHECK(json.output == encode_order_statement(file->order));
  CHECK_THAT(json.complaints, Catch::Contains("signature not looked at"));
}

TEST_CASE("order: what cannot be an order is not written", "[cli]") {
  const testing::TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("key")));
  CHECK(order_new(dir, {}).exit_code == 2);
  CHECK(order_new(dir, {"--dut", "a", "--any-dut"}).exit_code == 2);
  CHECK(order_new(dir, {"--any-dut"}, "soon").exit_code == 2);
  const auto past = order_new(dir, {"--any-dut"}, "2020-01-01T00:00:00Z");
  CHECK(past.exit_code == 2);
  CHECK_THAT(past.complaints, Catch::Contains("not after it was issued"));
  CHECK_FALSE(std::filesystem::exists(dir.at("order")));
  REQUIRE(order_new(dir, {"--any-dut"}).exit_code == 0);
  const auto before = testing::file_text(dir.at("order"));
  CHECK(order_new(dir, {"--any-dut"}).exit_code == 3);
  CHECK(testing::file_text(dir.at("order")) == before);
}

TEST_CASE("order: another key than the one named is untrusted", "[cli]") {
  const testing::TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("key")));
  REQUIRE(seal::create_key_pair(dir.at("other")));
  REQUIRE(order_new(dir, {"--any-dut"}).exit_code == 0);
  CHECK(order_show({dir.at("order"), "--key", dir.at("other.pub")}).exit_code == 4);
  CHECK(order_show({dir.at("none")}).exit_code == 2);
}

TEST_CASE("order: a run that was ordered bears the order, and the verifier tells its lower end",
          "[cli][certify]") {
  const testing::TempDir dir;
  const auto reference = dir.write("tiny.toml", testing::tiny_reference(1));
  for (const auto* key : {"key", "site"}) {
    REQUIRE(seal::create_key_pair(dir.at(key)));
  }
  const auto made = testing::run_program({"order", "new", "--reference", reference, "--tier",
                                          "quick", "--any-dut", "--expires", "1h", "--key",
                                          dir.at("key"), "--out", dir.at("order")});
  INFO(made.error_output);
  REQUIRE(made.exit_code == 0);
  const auto certify = [&](const std::string& tier) {
    return testing::run_program({"certify", "--reference", reference, "--tier", tier, "--order",
                                 dir.at("order"), "--key", dir.at("site"), "--out",
                                 dir.at("bundle"), "--progress", "none"});
  };
  const auto ran = certify("quick");
  INFO(ran.output << ran.error_output);
  REQUIRE(std::filesystem::exists(dir.at("bundle")));
  CHECK(testing::file_text(dir.at("bundle/order.dsse.json")) ==
        testing::file_text(dir.at("order")));
  const auto trust =
      dir.write("trust.toml",
                "[[key]]\npublic_key = \"site.pub\"\nroles = [\"collector\", \"certifier\"]\n"
                "[[key]]\npublic_key = \"key.pub\"\nroles = [\"vendor\"]\n"
                "[policy]\norder = \"required\"\n");
  const auto verified = testing::run_program({"verify", dir.at("bundle"), "--trust", trust});
  INFO(verified.output << verified.error_output);
  CHECK(verified.exit_code == ran.exit_code);
  CHECK_THAT(verified.output,
             Catch::Contains("time       ok      test order ") && Catch::Contains("(no earlier)"));
}

TEST_CASE("order: a run that is not the one ordered does not begin", "[cli][certify]") {
  const testing::TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("key")));
  REQUIRE(order_new(dir, {"--dut", "no such serial number"}).exit_code == 0);
  const auto run = testing::run_program({"certify", "--reference", "host-x86_64", "--tier", "quick",
                                         "--order", dir.at("order"), "--out", dir.at("bundle")});
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.error_output, Catch::Contains("not for this device"));
  CHECK_FALSE(std::filesystem::exists(dir.at("bundle")));
  CHECK_FALSE(std::filesystem::exists(dir.at("bundle.part")));
}
