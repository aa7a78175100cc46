#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "probes/collector.h"
#include "probes/inventory_merge.h"
#include "probes/machine/thread_park.h"

namespace rackproof {
namespace {

using std::chrono::steady_clock;

constexpr auto kParkPatience = std::chrono::milliseconds(500);
constexpr auto kBeat = std::chrono::seconds(1);

/// One call of discover() on a thread of its own. On the heap, and known to that thread: where the
/// call hangs, the task is left with it.
struct DiscoveryTask {
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Result<Discovery>> found;
  pid_t number = 0;
  steady_clock::time_point due;
  std::thread thread;
};

void discover_on_thread(DiscoveryTask* task, Probe* probe) {
  {
    const std::lock_guard lock(task->mutex);
    task->number = this_thread_number();
  }
  auto found = probe->discover();
  const std::lock_guard lock(task->mutex);
  task->found = std::move(found);
  task->done.notify_all();
}

std::unique_ptr<DiscoveryTask> begin_discovery(Probe& probe) {
  auto task = std::make_unique<DiscoveryTask>();
  task->due = steady_clock::now() + probe.patience();
  task->thread = std::thread(discover_on_thread, task.get(), &probe);
  return task;
}

/// false when the probe's patience is over first.
bool ends_in_time(DiscoveryTask& task, const std::function<void()>& beat) {
  std::unique_lock lock(task.mutex);
  const auto has_ended = [&task] { return task.found.has_value(); };
  while (!task.done.wait_until(lock, std::min(task.due, steady_clock::now() + kBeat), has_ended)) {
    if (steady_clock::now() >= task.due) {
      return false;
    }
    lock.unlock();
    if (beat) {
      beat();
    }
    lock.lock();
  }
  return true;
}

Result<Discovery> end_discovery(std::unique_ptr<DiscoveryTask> task, std::string_view name,
                                const std::function<void()>& beat) {
  if (!ends_in_time(*task, beat)) {
    std::unique_lock lock(task->mutex);
    if (!task->found && park_thread(task->number, kParkPatience)) {
      lock.unlock();
      static_cast<void>(task.release());
      return Error{ErrorKind::timed_out, std::string(name) + ": discovery hangs"};
    }
  }
  task->thread.join();
  return std::move(*task->found);
}

}  // namespace

Inventory take_inventory(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes,
                         const std::function<void()>& beat) {
  std::vector<std::unique_ptr<DiscoveryTask>> tasks;
  tasks.reserve(probes.size());
  for (const auto& probe : probes) {
    tasks.push_back(begin_discovery(*probe));
  }
  std::vector<NamedDiscovery> discoveries;
  discoveries.reserve(probes.size());
  for (std::size_t i = 0; i < probes.size(); ++i) {
    const auto name = probes[i]->name();
    discoveries.push_back({std::string(name), end_discovery(std::move(tasks[i]), name, beat)});
  }
  auto inventory = merge_inventory(discoveries);
  inventory.simulated = !host.files.is_this_machine();
  inventory.taken_at = host.clock.now();
  return inventory;
}

}  // namespace rackproof
