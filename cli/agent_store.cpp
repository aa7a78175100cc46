#include "cli/agent_store.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kKernelLogNote = "agent.kernel_log";

/// What /dev/kmsg gave: of the kernel itself, or of a process that wrote to it.
bool is_of_kernel_log(const Event& event) {
  return event.source == "kmsg" || event.source == "user";
}

/// "BOOT SEQUENCE" of this boot; 0 for another's, or none.
std::uint64_t noted_sequence(Store& store, const std::string& boot_id) {
  const auto note = store.note(kKernelLogNote);
  const auto fields = note ? words(*note) : std::vector<std::string_view>();
  if (fields.size() != 2 || fields[0] != boot_id) {
    return 0;
  }
  const auto sequence = parse_integer(fields[1]);
  return sequence && *sequence > 0 ? static_cast<std::uint64_t>(*sequence) : 0;
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
  return std::make_unique<AgentStore>(*std::move(store), boot_id, most_waiting);
}

AgentStore::AgentStore(std::unique_ptr<Store> store, std::string boot_id, std::size_t most_waiting)
    : store_(std::move(store)),
      boot_id_(std::move(boot_id)),
      most_waiting_(most_waiting),
      stored_before_(noted_sequence(*store_, boot_id_)),
      newest_(stored_before_),
      noted_(stored_before_) {}

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

bool AgentStore::was_stored(const Event& event) const {
  return stored_before_ > 0 && is_of_kernel_log(event) && event.sequence <= stored_before_;
}

Result<void> AgentStore::append(const Events& events) {
  Events fresh;
  std::ranges::remove_copy_if(events, std::back_inserter(fresh),
                              [this](const Event& event) { return was_stored(event); });
  if (store_->unflushed() + fresh.size() > most_waiting_) {
    return refuse(fresh.size());
  }
  for (const auto& event : fresh) {
    newest_ = is_of_kernel_log(event) ? std::max(newest_, event.sequence) : newest_;
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
  auto done = newest_ == noted_
                  ? store_->flush()
                  : store_->set_note(kKernelLogNote, boot_id_ + " " + std::to_string(newest_));
  fare(done);
  if (done) {
    noted_ = newest_;
    tell_lost();
  }
  return done;
}

Result<void> AgentStore::close() {
  auto done = commit();
  return done ? store_->close() : done;
}

}  // namespace rackproof
