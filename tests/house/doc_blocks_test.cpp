#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/text.h"
#include "tests/support/source_dir.h"

using namespace rackproof;

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A fenced block of a page, and the file that the comment right above names.
struct Block {
  std::string language;
  std::string file;  ///< "" when no comment names one.
  std::string text;
};

constexpr std::string_view kFence = "```";
constexpr std::string_view kOpen = "<!-- file: ";
constexpr std::string_view kClose = " -->";

std::string file_named_in(std::string_view line) {
  if (!line.starts_with(kOpen) || !line.ends_with(kClose)) {
    return {};
  }
  line.remove_prefix(kOpen.size());
  line.remove_suffix(kClose.size());
  return std::string(line);
}

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  std::string above;
  bool inside = false;
  for (const auto line : lines(page)) {
    if (line.starts_with(kFence)) {
      if (!inside) {
        blocks.push_back({std::string(line.substr(kFence.size())), file_named_in(above), {}});
      }
      inside = !inside;
    } else if (inside) {
      blocks.back().text += std::string(line) + "\n";
    }
    above = line;
  }
  return blocks;
}

/// Languages whose blocks must be a file that builds or is read by a test.
bool must_name_a_file(const Block& block) {
  return block.language == "cpp" || block.language == "cmake" || block.language == "toml";
}

}  // namespace

TEST_CASE("docs: every block that names a file is that file, to the letter", "[house][docs]") {
  const std::filesystem::path top(rackproof::testing::source_dir());
  std::size_t held = 0;
  for (const auto& entry : std::filesystem::directory_iterator(top / "docs")) {
    for (const auto& block : blocks_of(text_of(entry.path()))) {
      if (!block.file.empty()) {
        CAPTURE(entry.path().filename(), block.file);
        CHECK(block.text == text_of(top / block.file));
        ++held;
      }
    }
  }
  CHECK(held >= 9);
}

TEST_CASE("docs: the pages that teach show no code but code that builds", "[house][docs]") {
  const std::filesystem::path top(rackproof::testing::source_dir());
  for (const auto* page : {"docs/adding-a-probe.md", "docs/adding-a-workload.md"}) {
    for (const auto& block : blocks_of(text_of(top / page))) {
      CAPTURE(page, block.text);
      CHECK((!must_name_a_file(block) || !block.file.empty()));
    }
  }
}
