#include "cli/agent_outputs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "probes/machine/process_memory.h"

namespace rackproof {
namespace {

constexpr std::string_view kStore = "store";
constexpr int kSettleEvery = 60;  ///< Commits: with chunks of ten minutes and one every 10 s.

}  // namespace

Result<std::unique_ptr<AgentOutputs>> AgentOutputs::open(const AgentConfig& config,
                                                         const Clock& clock,
                                                         const Inventory& inventory,
                                                         std::vector<WorkingPush> pushes) {
  auto outputs = std::make_unique<AgentOutputs>(clock);
  if (!config.store.empty()) {
    auto store = AgentStore::open(config.store, inventory.boot_id);
    if (!store) {
      return std::move(store).error();
    }
    if (auto keeps = (*store)->keep(config.keep, clock); !keeps) {
      return std::move(keeps).error();
    }
    outputs->store_ = *std::move(store);
  }
  if (!config.listen.empty()) {
    auto exposition = Exposition::make(clock, config.exposition, inventory);
    if (!exposition) {
      return std::move(exposition).error();
    }
    outputs->exposition_ = *std::move(exposition);
  }
  if (!config.json_lines.readings.empty() || !config.json_lines.events.empty()) {
    outputs->json_lines_ = std::make_unique<JsonLines>(config.json_lines);
  }
  outputs->pushes_ = std::move(pushes);
  outputs->gather();
  return outputs;
}

void AgentOutputs::gather() {
  std::vector<NamedSink> sinks;
  if (store_) {
    sinks.push_back({std::string(kStore), store_.get()});
  }
  if (exposition_) {
    sinks.push_back({"exposition", exposition_.get()});
  }
  if (json_lines_) {
    sinks.push_back({"jsonl", json_lines_.get()});
  }
  for (const auto& push : pushes_) {
    sinks.push_back({"push:" + push.name, push.sink.get()});
  }
  fan_out_ = std::make_unique<FanOut>(clock_, sinks);
  failures_.assign(sinks.size(), 0);
}

Result<void> AgentOutputs::append(const Devices& devices, const Samples& samples) {
  auto done = fan_out_->append(devices, samples);
  beat_ = clock_.monotonic();
  return done;
}

Result<void> AgentOutputs::append(const Events& events) {
  auto done = fan_out_->append(events);
  beat_ = clock_.monotonic();
  return done;
}

Result<void> AgentOutputs::commit() {
  auto done = fan_out_->commit();
  look_back();
  settle();
  beat_ = clock_.monotonic();
  return done;
}

/// With the second commit, when all that the start needed is free, and then now and again: a chunk
/// that was written leaves holes.
void AgentOutputs::settle() {
  if (commits_ == 1) {
    give_back_memory();
  }
  commits_ = (commits_ + 1) % kSettleEvery;
}

/// A way out that refuses batches may have nothing against a commit.
void AgentOutputs::look_back() {
  std::string failed;
  const auto all = fan_out_->states();
  for (std::size_t place = 0; place < all.size(); ++place) {
    const auto& state = all[place];
    const bool newly = std::exchange(failures_[place], state.failures) != state.failures;
    if (newly && failed.empty() && state.last_error) {
      failed = state.name + ": " + state.last_error->message;
    }
  }
  behind_.with([&](std::string& behind) { behind = std::move(failed); });
}

Result<void> AgentOutputs::close() {
  static_cast<void>(fan_out_->commit());  // what cannot be made to last is in the sink's state
  return store_ ? store_->close() : Result<void>();
}

void AgentOutputs::abandon() {
  static_cast<void>(store_.release());
  static_cast<void>(exposition_.release());
  static_cast<void>(json_lines_.release());
  for (auto& push : pushes_) {
    static_cast<void>(push.sink.release());
  }
  static_cast<void>(fan_out_.release());
}

/// The store takes batches into memory while its disk refuses; it knows by itself how it fares.
std::string AgentOutputs::trouble() const {
  if (store_) {
    if (const auto own = store_->trouble(); !own.empty()) {
      return std::string(kStore) + ": " + own;
    }
  }
  const auto all = fan_out_->states();
  const auto failing = std::ranges::find_if(
      all, [](const SinkState& state) { return state.failing && state.name != kStore; });
  return failing == all.end() ? behind_.with([](const std::string& behind) { return behind; })
                              : failing->name + ": " + failing->last_error->message;
}

std::string AgentOutputs::push_trouble() const {
  std::string all;
  for (const auto& push : pushes_) {
    if (const auto words = rackproof::push_trouble(push.state()); !words.empty()) {
      all += (all.empty() ? "push:" : "; push:") + push.name + ": " + words;
    }
  }
  return all;
}

KernelLogMark AgentOutputs::kernel_log() const {
  return store_ ? store_->kernel_log() : KernelLogMark();
}

void AgentOutputs::hold_open(std::vector<std::uint64_t> lines) {
  if (store_) {
    store_->hold_open(std::move(lines));
  }
}

std::string AgentOutputs::recovery_note() const {
  if (!store_) {
    return "";
  }
  const auto& lost = store_->recovery().note;
  const auto& stays = store_->keep_note();
  return lost + (lost.empty() || stays.empty() ? "" : " ") + stays;
}

}  // namespace rackproof
