#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "schemas/text.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

/// Pages of docs/ whose commands a test types as they stand there, in a directory of its own.
namespace rackproof::testing {

/// A file of the source tree.
inline std::string source_text(const std::string& file) {
  std::ifstream stream(source_dir() + "/" + file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The commands under the comment "typed: NAME" of `page`.
inline std::vector<std::string> typed_commands(const std::string& page, const std::string& name) {
  const auto text = source_text(page);
  const auto start = "<!-- typed: " + name + " -->\n```sh\n";
  const auto from = text.find(start);
  INFO(page << ": " << start);
  REQUIRE(from != std::string::npos);
  const auto block = text.substr(from + start.size());
  std::vector<std::string> found;
  for (const auto line : lines(std::string_view(block).substr(0, block.find("```")))) {
    found.emplace_back(line);
  }
  REQUIRE_FALSE(found.empty());
  return found;
}

/// Somebody at a shell in a directory, who finds our programs.
class TypingDesk {
 public:
  /// `environment` besides the path to our programs.
  explicit TypingDesk(std::string page, std::vector<std::string> environment = {})
      : page_(std::move(page)), environment_(std::move(environment)) {}

  struct Typed {
    int exit_code = -1;
    std::string output;
    std::string complaints;
    [[nodiscard]] std::string all() const { return output + complaints; }
  };
  [[nodiscard]] Typed try_line(const std::string& line) const {
    const auto programs = std::filesystem::path(RACKPROOF_PROGRAM).parent_path().string();
    ChildCommand command;
    command.argv = {"/bin/sh", "-c", line};
    command.environment = environment_;
    command.environment.push_back("PATH=" + programs + ":/usr/local/bin:/usr/bin:/bin");
    command.directory = directory_.path().string();
    const auto result = run_child(command, {}, {});
    REQUIRE(result);
    return {result->exit_code.value_or(-1), result->output, result->error_output};
  }
  /// Must answer 0; what it prints.
  std::string run(const std::string& line) const {
    const auto typed = try_line(line);
    INFO(line << "\n" << typed.all());
    REQUIRE(typed.exit_code == 0);
    return typed.output;
  }
  /// The commands of one block; each must answer 0.
  void type(const std::string& block) const {
    for (const auto& line : typed_commands(page_, block)) {
      run(line);
    }
  }
  [[nodiscard]] const TempDir& directory() const { return directory_; }

 private:
  std::string page_;
  std::vector<std::string> environment_;
  TempDir directory_;
};

}  // namespace rackproof::testing
