#include "cli/agent_store.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

namespace rackproof {
namespace {

/// Four megabytes: what a node gives in an hour, or in some minutes where it has many accelerators.
constexpr std::size_t kMostGathered = 400'000;

constexpr std::string_view kKernelLogNote = "agent.kernel_log";

// What one commit may spend on forgetting.
constexpr int kMostSteps = 64;
constexpr std::chrono::milliseconds kForgetting{50};

/// Nothing where nothing was noted.
KernelLogMark noted_mark(Store& store, const std::string& boot_id) {
  const auto note = store.note(kKernelLogNote);
  return note ? parse_mark(*note, boot_id) : KernelLogMark();
}

}  // namespace

Result<std::unique_ptr<AgentStore>> AgentStore::open(const std::string& path,
                                                     const std::string& boot_id,
                                                     std::size_t most_waiting) {
  std::error_code failure;
  const bool is_there = std::filesystem::exists(path, failure);
  auto store = Store::open(path, is_there ? Store::Mode::append : Store::Mode::create);
  if (!store) {
    return std::move(store).error().during(path);
  }
  (*store)->gather_at_most(kMostGathered);
  return std::make_unique<AgentStore>(*std::move(store), boot_id, most_waiting);
}

AgentStore::AgentStore(std::unique_ptr<Store> store, std::string boot_id, std::size_t most_waiting)
    : store_(std::move(store)),
      boot_id_(std::move(boot_id)),
      most_waiting_(most_waiting),
      before_(noted_mark(*store_, boot_id_)),
      mark_(before_),
      noted_(before_) {}

Result<void> AgentStore::refuse(std::size_t count) {
  lost_ += count;
  Error full{ErrorKind::io, std::to_string(store_->unflushed()) +
                                " samples and events wait for the disk, and " +
                                std::to_string(lost_) + " found no place behind them"};
  fare(full);
  return full;
}

void AgentStore::fare(const Result<void>& done) {
  trouble_.with([&](std::string& trouble) { trouble = done ? "" : done.error().message; });
}

std::string AgentStore::trouble() const {
  return trouble_.with([](const std::string& trouble) { return trouble; });
}

Result<void> AgentStore::append(const Devices& devices, const Samples& samples) {
  if (store_->unflushed() + samples.size() > most_waiting_) {
    last_seen_ = samples.empty() ? last_seen_ : samples.back().taken_at;
    return refuse(samples.size());
  }
  return store_->append(devices, samples);
}

Result<void> AgentStore::append(const Events& events) {
  Events fresh;
  std::ranges::remove_copy_if(events, std::back_inserter(fresh),
                              [this](const Event& event) { return before_.was_told(event); });
  if (store_->unflushed() + fresh.size() > most_waiting_) {
    return refuse(fresh.size());
  }
  for (const auto& event : fresh) {
    if (is_of_kernel_log(event)) {
      mark_.newest = std::max(mark_.newest.value_or(0), event.sequence);
    }
  }
  return fresh.empty() ? Result<void>() : store_->append(fresh);
}

/// Waits in memory itself until the next commit.
void AgentStore::tell_lost() {
  if (lost_ == 0) {
    return;
  }
  const Event event{"node",
                    last_seen_,
                    "agent",
                    "samples_lost",
                    Severity::error,
                    std::to_string(lost_) + " samples and events were lost while the disk refused",
                    ++losses_told_};
  if (store_->append(Events{event})) {
    lost_ = 0;
  }
}

Result<void> AgentStore::commit() {
  const bool has_news = mark_.newest && mark_ != noted_;
  auto done =
      !has_news ? store_->flush() : store_->set_note(kKernelLogNote, format_mark(boot_id_, mark_));
  if (done) {
    noted_ = mark_;
    tell_lost();
    tell_too_late();
    fare(forget());
  } else {
    fare(done);
  }
  return done;
}

Result<void> AgentStore::keep(const KeepRules& rules, const Clock& clock) {
  if (!rules.forgets()) {
    return {};
  }
  const auto shrinks = store_->make_shrinkable();
  if (!shrinks) {
    return shrinks.error();
  }
  rules_ = rules;
  clock_ = &clock;
  keep_note_ = *shrinks ? ""
                        : "The file was made by an old release and cannot shrink while it is "
                          "written; what is freed in it is used again.";
  return {};
}

/// What a disk that is full keeps it from is done once there is room.
Result<void> AgentStore::forget() {
  if (clock_ == nullptr) {
    return {};
  }
  const auto begin = clock_->monotonic();
  for (int steps = 0; steps < kMostSteps && clock_->monotonic() - begin < kForgetting; ++steps) {
    const auto more = store_->forget(rules_, clock_->now());
    if (!more || !*more) {
      return more ? Result<void>() : Result<void>(more.error().during("forgetting"));
    }
  }
  return {};
}

/// Waits in memory itself until the next commit.
void AgentStore::tell_too_late() {
  const auto late = store_->too_late() - too_late_told_;
  if (late == 0 || clock_ == nullptr) {
    return;
  }
  const Event event{"node",
                    clock_->now(),
                    "agent",
                    "samples_too_late",
                    Severity::warning,
                    std::to_string(late) +
                        " readings bear stamps of a time whose readings were forgotten already: "
                        "they are in no answer and are dropped",
                    static_cast<std::uint64_t>(store_->too_late())};
  if (store_->append(Events{event})) {
    too_late_told_ = store_->too_late();
  }
}

Result<void> AgentStore::close() {
  auto done = commit();
  return done ? store_->close() : done;
}

}  // namespace rackproof
