#include "tests/support/temp_dir.h"

#include <fstream>
#include <system_error>

#include <catch2/catch.hpp>
#include <stdlib.h>

namespace rackproof::testing {

TempDir::TempDir() {
  auto pattern = (std::filesystem::temp_directory_path() / "rackproof-test-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::at(std::string_view relative) const {
  return (path_ / relative).string();
}

std::string TempDir::write(std::string_view relative, std::string_view bytes) const {
  const auto file = path_ / relative;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  REQUIRE(out.flush());
  return file.string();
}

void TempDir::link(std::string_view relative, std::string_view target) const {
  const auto file = path_ / relative;
  std::filesystem::create_directories(file.parent_path());
  std::filesystem::create_symlink(target, file);
}

}  // namespace rackproof::testing
