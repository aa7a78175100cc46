#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "schemas/store/store.h"
#include "schemas/store/store_state.h"

namespace rackproof {
namespace {

/// The earliest stamp of all chunks behind each, saved ones before those that still grow.
std::vector<std::int64_t> earliest_behind(const std::vector<store::ChunkHead>& saved,
                                          const std::vector<store::OpenChunk>& open) {
  std::vector<std::int64_t> behind(saved.size() + open.size() + 1,
                                   std::numeric_limits<std::int64_t>::max());
  for (auto i = behind.size() - 1; i > 0; --i) {
    const auto& head = i > saved.size() ? open[i - saved.size() - 1].head : saved[i - 1];
    behind[i - 1] = head.points > 0 ? std::min(behind[i], head.first_ns) : behind[i];
  }
  behind.erase(behind.begin());
  return behind;
}

}  // namespace

Result<void> Store::walk(std::string_view device, const ChunkVisitor& visit) {
  const auto question = state_->begin_question();
  if (!question) {
    return question.error();
  }
  if (auto gone = store::refusal_of(state_->forgotten, {UtcTime::min(), UtcTime::max()})) {
    return *std::move(gone);
  }
  const auto row = state_->directory.find_device(device);
  if (!row) {
    return {};
  }
  const auto& saved = state_->chunks.of_device(*row);
  const auto& open = state_->open.of_device(*row);
  const auto behind = earliest_behind(saved, open);
  for (std::size_t i = 0; i < saved.size(); ++i) {
    const auto columns = state_->chunks.columns(state_->database, saved[i]);
    auto visited =
        columns ? visit(*columns, behind[i]) : Result<void>(state_->failed(columns.error()));
    if (!visited) {
      return visited;
    }
  }
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (auto visited = visit(open[i].columns, behind[saved.size() + i]); !visited) {
      return visited;
    }
  }
  return {};
}

}  // namespace rackproof
