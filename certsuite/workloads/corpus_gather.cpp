#include <algorithm>
#include <utility>

#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"

namespace rackproof {
namespace {

constexpr std::size_t kTableRows = 4096;  // as c09_gather.c has it
constexpr std::size_t kWidth = 128;
constexpr std::size_t kIds = 512;

}  // namespace

CorpusUnit corpus_gather(std::uint64_t seed) {
  std::vector<std::uint32_t> ids(kIds);
  std::vector<std::uint32_t> table(kTableRows * kWidth);
  for (std::size_t i = 0; i < table.size(); ++i) {
    table[i] = static_cast<std::uint32_t>(mixed_word(seed ^ 9U, i));
  }
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < kIds; ++i) {
    ids[i] = static_cast<std::uint32_t>(mixed_word(seed ^ 10U, i) % kTableRows);
    const auto from = table.begin() + static_cast<std::ptrdiff_t>(ids[i] * kWidth);
    rows.insert(rows.end(), from, from + kWidth);
  }
  CorpusCase bits{"bits", {}, rows.size() * sizeof(std::uint32_t), {}};
  append_numbers(bits.input, ids);
  append_numbers(bits.input, table);
  bits.judge = [expected = std::move(rows)](std::span<const std::byte> output) -> std::string {
    const auto seen = numbers_at<std::uint32_t>(output, 0, expected.size());
    const auto differs = std::ranges::mismatch(seen, expected);
    if (differs.in1 == seen.end()) {
      return "";
    }
    const auto index = static_cast<std::size_t>(differs.in1 - seen.begin());
    return "row " + std::to_string(index / kWidth) + ", word " + std::to_string(index % kWidth) +
           " is not the table's";
  };
  return {"c09_gather", kernel_text("c09_gather"), {std::move(bits)}};
}

}  // namespace rackproof
