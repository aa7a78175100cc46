#include "cli/agent_store.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace rackproof {
namespace {

/// Four megabytes: what a node gives in an hour, or in some minutes where it has many accelerators.
constexpr std::size_t kMostGathered = 400'000;

constexpr std::string_view kKernelLogNote = "agent.kernel_log";

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
  fare(done);
  if (done) {
    noted_ = mark_;
    tell_lost();
  }
  return done;
}

Result<void> AgentStore::close() {
  auto done = commit();
  return done ? store_->close() : done;
}

}  // namespace rackproof
