// Stands in for libFuzzer's main: feeds every file of the directories named to the fuzz target, and
// every prefix of it, since truncation is what a bad disk does.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  // NOLINT

namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void feed(const std::string& bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  constexpr std::size_t kMostPrefixes = 512;
  const auto step = bytes.size() / kMostPrefixes + 1;
  for (std::size_t length = 0; length < bytes.size(); length += step) {
    LLVMFuzzerTestOneInput(data, length);
  }
  LLVMFuzzerTestOneInput(data, bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      feed(bytes_of(entry.path()));
      ++files;
    }
  }
  std::cout << files << " files, and prefixes of each\n";
  return files == 0 ? 1 : 0;
}
