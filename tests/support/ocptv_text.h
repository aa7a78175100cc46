#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "tests/support/captures.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// One OCPTV artifact as a line without its newline, the quotes written as '.
struct OcptvLine {
  std::string artifact;  ///< "'testRunArtifact':{...}"
  std::string timestamp = "2026-11-21T05:17:00Z";
};

/// The lines with their sequence numbers, as one output.
inline std::string ocptv_text(const std::vector<OcptvLine>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += "{" + lines[i].artifact + ",'sequenceNumber':" + std::to_string(i) + ",'timestamp':'" +
            lines[i].timestamp + "'}\n";
  }
  for (auto& letter : text) {
    letter = letter == '\'' ? '"' : letter;
  }
  return text;
}

inline OcptvLine ocptv_version() {
  return {"'schemaVersion':{'major':2,'minor':0}"};
}
inline OcptvLine ocptv_start() {
  return {
      "'testRunArtifact':{'testRunStart':{'name':'t','version':'1','commandLine':'','parameters':{}"
      ",'dutInfo':{'dutInfoId':'d','hardwareInfos':[{'hardwareInfoId':'h0','name':'a'},"
      "{'hardwareInfoId':'h1','name':'b'}],'softwareInfos':[{'softwareInfoId':'s0','name':'c'}]}}"
      "}"};
}
inline OcptvLine ocptv_end(const std::string& status, const std::string& result) {
  return {"'testRunArtifact':{'testRunEnd':{'status':'" + status + "','result':'" + result + "'}}"};
}
inline OcptvLine ocptv_step(const std::string& artifact, const std::string& id = "0") {
  return {"'testStepArtifact':{'testStepId':'" + id + "'," + artifact + "}"};
}
inline OcptvLine ocptv_step_start(const std::string& id = "0") {
  return ocptv_step("'testStepStart':{'name':'s'}", id);
}
inline OcptvLine ocptv_step_end(const std::string& id = "0") {
  return ocptv_step("'testStepEnd':{'status':'COMPLETE'}", id);
}

/// A run of one step with these artifacts in it.
inline std::string ocptv_run(const std::vector<OcptvLine>& inside,
                             const std::string& result = "PASS") {
  std::vector<OcptvLine> lines{ocptv_version(), ocptv_start(), ocptv_step_start()};
  lines.insert(lines.end(), inside.begin(), inside.end());
  lines.push_back(ocptv_step_end());
  lines.push_back(ocptv_end("COMPLETE", result));
  return ocptv_text(lines);
}

/// What the official schemas say of an output, by python3-jsonschema: nothing where the captures
/// are absent, else whether every line is valid.
inline std::optional<bool> is_valid_ocptv(const std::string& output) {
  const auto schemas = capture("ocptv/schema-v2.0");
  if (!schemas) {
    return std::nullopt;
  }
  const TempDir place;
  const auto path = place.write("output.jsonl", output);
  ChildCommand command;
  command.argv = {"/usr/bin/python3", source_dir() + "/tests/support/check_ocptv.py",
                  schemas->string(), path};
  command.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
  auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  UNSCOPED_INFO(ended->output.substr(0, 2000) + ended->error_output);
  const bool answered = ended->exit_code == 0 || ended->exit_code == 10;
  REQUIRE(answered);
  return ended->exit_code == 0;
}

}  // namespace rackproof::testing
