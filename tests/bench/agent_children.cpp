#include "tests/bench/agent_children.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>
#include <utility>

#include <unistd.h>

#include "cli/agent_station.h"
#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "probes/machine/open_file_limit.h"
#include "probes/machine/process_memory.h"
#include "probes/registry.h"
#include "schemas/store/store.h"
#include "schemas/text.h"
#include "tests/bench/agent_filling.h"
#include "tests/bench/neuron_ground.h"
#include "tests/bench/process_cost.h"

namespace rackproof::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kStart = 12s;  ///< Of an agent: discovery, and the second commit gives memory back.

int tell_cost(const AgentCost& cost) {
  std::cout << format_double(cost.cpu_seconds) << " " << format_double(cost.wake_ups) << " "
            << format_double(cost.resident_bytes) << " " << cost.values << "\n";
  return EXIT_SUCCESS;
}

int fail(const Error& why) {
  std::cerr << why.message << "\n";
  return EXIT_FAILURE;
}

/// A store on the disk that goes with its owner.
class StoreFile {
 public:
  StoreFile()
      : directory_(fs::temp_directory_path() / ("rackproof-bench-" + std::to_string(::getpid()))) {
    fs::create_directories(directory_);
  }
  ~StoreFile() { fs::remove_all(directory_); }
  StoreFile(const StoreFile&) = delete;
  StoreFile& operator=(const StoreFile&) = delete;
  StoreFile(StoreFile&&) = delete;
  StoreFile& operator=(StoreFile&&) = delete;

  [[nodiscard]] std::string path() const { return (directory_ / "samples.db").string(); }

 private:
  fs::path directory_;
};

AgentConfig config_of(const std::string& root, const std::string& store) {
  AgentConfig config;
  config.root = root;
  config.changes = root == "/" ? FileChanges::in_any_way : FileChanges::in_place;
  config.store = store;
  for (const auto& entry : probe_registry()) {
    config.periods[std::string(entry.name)] = 1s;
  }
  return config;
}

Result<std::int64_t> values_in(const std::string& path, TimeRange range) {
  auto store = Store::open(path, Store::Mode::read);
  if (!store) {
    return std::move(store).error();
  }
  const auto keys = (*store)->keys();
  if (!keys) {
    return keys.error();
  }
  std::int64_t values = 0;
  for (const auto& key : *keys) {
    const auto series = (*store)->read(key, range);
    if (!series) {
      return series.error();
    }
    values +=
        std::ranges::count_if(*series, [](const Point& point) { return has_value(point.reading); });
  }
  return values;
}

int be_station(const std::string& root, int seconds) {
  share_one_heap();
  raise_open_file_limit();
  const StoreFile store;
  const SystemClock clock;
  const auto machine = FileTree::open("/");
  const auto config = config_of(root, store.path());
  auto station = AgentStation::prepare(config, clock);
  if (!machine || !station) {
    return fail(!machine ? machine.error() : station.error());
  }
  if (const auto begun = (*station)->begin(); !begun) {
    return fail(begun.error());
  }
  std::this_thread::sleep_for(kStart);
  const auto before = cost_of(*machine, "self");
  const auto from = clock.now();
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  const auto after = cost_of(*machine, "self");
  const auto to = clock.now();
  const auto ended = (*station)->end();
  if (!before || !after || !ended) {
    return fail(!before ? before.error() : !after ? after.error() : ended.error());
  }
  const auto values = values_in(store.path(), {from, to});
  if (!values) {
    return fail(values.error());
  }
  const auto cost = after->since(*before);
  return tell_cost({cost.cpu_seconds, cost.wake_ups, cost.resident_bytes, *values});
}

int be_preads(const std::string& root, int seconds) {
  raise_open_file_limit();
  const auto machine = FileTree::open("/");
  const auto tree = FileTree::open(root, FileChanges::in_place);
  if (!machine || !tree) {
    return fail(!machine ? machine.error() : tree.error());
  }
  const SystemClock clock;
  Preads files(files_of_a_pass({*tree, clock}, root));
  if (!files.all_open() || files.pass() == 0) {
    return fail({ErrorKind::io, "not all files could be opened; see ulimit -Hn"});
  }
  const auto before = cost_of(*machine, "self");
  auto due = std::chrono::steady_clock::now();
  for (int second = 0; second < seconds; ++second) {
    due += 1s;
    std::this_thread::sleep_until(due);
    static_cast<void>(files.pass());
  }
  const auto after = cost_of(*machine, "self");
  if (!before || !after) {
    return fail(!before ? before.error() : after.error());
  }
  const auto cost = after->since(*before);
  return tell_cost({cost.cpu_seconds, cost.wake_ups, cost.resident_bytes,
                    static_cast<std::int64_t>(files.size()) * seconds});
}

int be_filling(const std::string& root, int seconds) {
  share_one_heap();
  raise_open_file_limit();
  const StoreFile store;
  const auto most = fill_store(config_of(root, store.path()), seconds);
  return most ? tell_cost(*most) : fail(most.error());
}

struct Part {
  const char* name;
  int (*play)(const std::string& root, int seconds);
};

constexpr std::array kParts{Part{"--station", be_station}, Part{"--preads", be_preads},
                            Part{"--filling", be_filling}};

Result<AgentCost> run(const std::string& part, const std::string& root, int seconds) {
  const auto self = own_executable();
  if (!self) {
    return self.error();
  }
  ChildCommand command;
  command.argv = {*self, part, root, std::to_string(seconds)};
  command.environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"};
  command.deadline = 10min;
  const auto child = run_child(command, {}, {});
  if (!child) {
    return child.error();
  }
  const auto told = words(child->output);
  if (child->exit_code != EXIT_SUCCESS || told.size() != 4) {
    return Error{ErrorKind::io, part + " of bench_agent failed: " + child->error_output};
  }
  const auto cpu = parse_double(told[0]);
  const auto wake_ups = parse_double(told[1]);
  const auto resident = parse_double(told[2]);
  const auto values = parse_integer(told[3]);
  if (!cpu || !wake_ups || !resident || !values) {
    return Error{ErrorKind::malformed, part + " of bench_agent told no numbers"};
  }
  return AgentCost{*cpu, *wake_ups, *resident, *values};
}

}  // namespace

Result<AgentCost> run_station(const std::string& root, int seconds) {
  return run("--station", root, seconds);
}

Result<AgentCost> run_preads(const std::string& root, int seconds) {
  return run("--preads", root, seconds);
}

Result<AgentCost> run_filling(const std::string& root, int seconds) {
  return run("--filling", root, seconds);
}

int run_as_child(const std::vector<std::string>& words) {
  for (const auto& part : kParts) {
    const auto seconds = parse_integer(words[3]);
    if (words[1] == part.name && seconds) {
      return part.play(words[2], static_cast<int>(*seconds));
    }
  }
  return EXIT_FAILURE;
}

}  // namespace rackproof::bench
