#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "probes/collector.h"
#include "probes/inventory_merge.h"
#include "probes/machine/thread_park.h"

namespace rackproof {
namespace {

constexpr auto kParkPatience = std::chrono::milliseconds(500);

/// One call of discover() on a thread of its own. On the heap, and known to that thread: where the
/// call hangs, the task is left with it.
struct DiscoveryTask {
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Result<Discovery>> found;
  pid_t number = 0;
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

Result<Discovery> discover_in_time(Probe& probe) {
  auto task = std::make_unique<DiscoveryTask>();
  task->thread = std::thread(discover_on_thread, task.get(), &probe);
  std::unique_lock lock(task->mutex);
  if (!task->done.wait_for(lock, probe.patience(), [&] { return task->found.has_value(); }) &&
      park_thread(task->number, kParkPatience)) {
    lock.unlock();
    static_cast<void>(task.release());
    return Error{ErrorKind::timed_out, std::string(probe.name()) + ": discovery hangs"};
  }
  lock.unlock();
  task->thread.join();
  return std::move(*task->found);
}

}  // namespace

Inventory take_inventory(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes) {
  std::vector<NamedDiscovery> discoveries;
  discoveries.reserve(probes.size());
  for (const auto& probe : probes) {
    discoveries.push_back({std::string(probe->name()), discover_in_time(*probe)});
  }
  auto inventory = merge_inventory(discoveries);
  inventory.simulated = !host.files.is_this_machine();
  inventory.taken_at = host.clock.now();
  return inventory;
}

}  // namespace rackproof
