#include "reports/telemetry_desk.h"

#include <algorithm>
#include <iterator>

#include "schemas/time.h"

namespace rackproof {

TelemetryDesk::TelemetryDesk(Opener open, const Clock& clock, const DeskLimits& limits)
    : open_(std::move(open)), clock_(clock), limits_(limits) {}

std::optional<ApiAnswer> TelemetryDesk::answer(
    std::string path, std::vector<std::pair<std::string, std::string>> parameters) {
  if (!is_api_path(path)) {
    return std::nullopt;
  }
  std::optional<ApiAnswer> answer;
  const ApiRequest request{std::move(path), std::move(parameters), clock_.now()};
  const auto asked = lend([&](TelemetrySource& source) {
    answer = answer_api(source, request);
    return !answer || answer->status < 500;
  });
  return asked ? answer : api_failure(asked.error());
}

Result<void> TelemetryDesk::lend(const std::function<bool(TelemetrySource&)>& use) {
  auto reader = borrow();
  if (!reader) {
    return std::move(reader).error();
  }
  if (!use(*reader->source)) {
    reader->source.reset();
  }
  give_back(*std::move(reader));
  return {};
}

Result<TelemetryDesk::Reader> TelemetryDesk::borrow() {
  std::unique_lock lock(mutex_);
  const auto is_one_free = [this] { return lent_ < limits_.readers; };
  if (!freed_.wait_for(lock, limits_.patience, is_one_free)) {
    return Error{ErrorKind::timed_out, "others are being answered, and nobody was done within " +
                                           format_duration(limits_.patience)};
  }
  ++lent_;
  Reader reader;
  if (!free_.empty()) {
    reader = std::move(free_.back());
    free_.pop_back();
  }
  lock.unlock();
  const bool fresh = clock_.monotonic() - reader.opened < limits_.renewed;
  return reader.source != nullptr && fresh ? Result<Reader>(std::move(reader)) : opened_anew();
}

Result<TelemetryDesk::Reader> TelemetryDesk::opened_anew() {
  auto source = open_();
  if (!source) {
    give_back({});
    return std::move(source).error();
  }
  return Reader{*std::move(source), clock_.monotonic(), {}};
}

void TelemetryDesk::give_back(Reader reader) {
  reader.used = clock_.monotonic();
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (reader.source != nullptr) {
      free_.push_back(std::move(reader));
    }
  }
  freed_.notify_one();
}

void TelemetryDesk::close_unused() {
  std::vector<Reader> closing;  // not under the lock
  const auto now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  const auto used = std::ranges::find_if(
      free_, [&](const Reader& reader) { return now - reader.used < limits_.unused; });
  closing.assign(std::make_move_iterator(free_.begin()), std::make_move_iterator(used));
  free_.erase(free_.begin(), used);
}

std::size_t TelemetryDesk::open_readers() const {
  const std::lock_guard lock(mutex_);
  return free_.size() + lent_;
}

}  // namespace rackproof
