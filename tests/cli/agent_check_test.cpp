#include <string>

#include <catch2/catch.hpp>

#include "cli/agent_config.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

/// Lines of all findings, "line: text".
std::string complaints(const Findings& findings, const std::string& file) {
  std::string all;
  for (const auto& finding : findings) {
    CHECK(finding.where.starts_with(file));
    all += finding.where.substr(file.size()) + ": " + finding.text + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("agent file: probes and periods name probes that there are", "[cli][agent]") {
  const testing::TempDir directory;
  const auto file = directory.at("agent.toml");
  const std::string text =
      "[agent]\nprobes = [\"hwmom\"]\n[agent.periods]\nnvmee = \"5s\"\n"
      "[listen]\naddress = \"127.0.0.1:0\"\n";
  CHECK(complaints(check_agent_config(text, file), file) ==
        ":2: no probe 'hwmom' (did you mean 'hwmon'?)\n"
        ":4: no probe 'nvmee' (did you mean 'nvme'?)\n");
}

TEST_CASE("agent file: files that it names are read by the check", "[cli][agent]") {
  const testing::TempDir directory;
  const auto file = directory.at("agent.toml");
  const std::string text =
      "[agent]\nsources = \"sources.toml\"\nprobes = [\"ups\"]\n"
      "[listen]\naddress = \"127.0.0.1:0\"\n";
  CHECK(complaints(check_agent_config(text, file), file).find("sources.toml") !=
        std::string::npos);  // not there
  directory.write("sources.toml",
                  "[[source]]\nname = \"ups\"\nexec = [\"/bin/true\"]\nmap = \"node_exporter\"\n");
  CHECK(complaints(check_agent_config(text, file), file).empty());
  directory.write("sources.toml", "[[source]]\nnome = \"ups\"\n");
  CHECK(complaints(check_agent_config(text, file), file).find("unknown key 'nome'") !=
        std::string::npos);
}

TEST_CASE("agent file: BMCs are not asked beside a captured tree", "[cli][agent]") {
  const testing::TempDir directory;
  directory.write("bmcs.toml",
                  "[[bmc]]\nname = \"b\"\nurl = \"https://192.0.2.1\"\nfingerprint = \"" +
                      std::string(64, 'a') +
                      "\"\nuser = \"u\"\ncredentials_file = \"/etc/none\"\n");
  const auto file = directory.at("agent.toml");
  const auto said = complaints(
      check_agent_config("[agent]\nbmc = \"bmcs.toml\"\nroot = \"" + directory.path().string() +
                             "\"\n[listen]\naddress = \"127.0.0.1:0\"\n",
                         file),
      file);
  CHECK(said.find(":2: --bmc asks live machines") != std::string::npos);
}

TEST_CASE("agent file: a file of a push that is not there is a warning, and no reason not to begin",
          "[cli][agent]") {
  const testing::TempDir directory;
  const auto file = directory.at("agent.toml");
  const std::string text =
      "[[push]]\nname = \"a\"\nurl = \"https://e/w\"\nca = \"ca.pem\"\nspool = \"s\"\n"
      "bearer_token_file = \"/nowhere/token\"\n";
  const auto findings = check_agent_config(text, file);
  CHECK(complaints(findings, file) ==
        ":4: [[push]]: 'ca': " + directory.at("ca.pem") +
            " is not there: until it is, nothing is delivered\n"
            ":6: [[push]]: 'bearer_token_file': /nowhere/token is not there: until it is, nothing "
            "is delivered\n");
  CHECK_FALSE(holds_errors(findings));
  CHECK(holds_errors(check_agent_config(text + "replai = \"1s\"\n", file)));
  directory.write("ca.pem", "");
  CHECK(check_agent_config(text, file).size() == 1);
}
