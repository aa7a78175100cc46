#include "tests/bench/host_maker.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rackproof::bench {
namespace {

constexpr double kPage = 4096;

constexpr std::array<std::string_view, 8> kCpuModes{"user",   "nice", "system",  "idle",
                                                    "iowait", "irq",  "softirq", "steal"};

/// How a line of /proc/meminfo moves.
enum class Moves { never, seldom, always };

struct MemoryLine {
  std::string_view name;
  Moves moves;
};

constexpr std::array<MemoryLine, 40> kMemoryLines{{
    {"MemTotal", Moves::never},
    {"MemFree", Moves::always},
    {"MemAvailable", Moves::always},
    {"Buffers", Moves::seldom},
    {"Cached", Moves::always},
    {"SwapCached", Moves::never},
    {"Active", Moves::always},
    {"Inactive", Moves::always},
    {"ActiveAnon", Moves::seldom},
    {"InactiveAnon", Moves::seldom},
    {"ActiveFile", Moves::always},
    {"InactiveFile", Moves::always},
    {"Unevictable", Moves::never},
    {"Mlocked", Moves::never},
    {"SwapTotal", Moves::never},
    {"SwapFree", Moves::never},
    {"Dirty", Moves::always},
    {"Writeback", Moves::seldom},
    {"AnonPages", Moves::always},
    {"Mapped", Moves::seldom},
    {"Shmem", Moves::seldom},
    {"KReclaimable", Moves::seldom},
    {"Slab", Moves::seldom},
    {"SReclaimable", Moves::seldom},
    {"SUnreclaim", Moves::seldom},
    {"KernelStack", Moves::seldom},
    {"PageTables", Moves::seldom},
    {"NFSUnstable", Moves::never},
    {"Bounce", Moves::never},
    {"CommitLimit", Moves::never},
    {"CommittedAS", Moves::always},
    {"VmallocTotal", Moves::never},
    {"VmallocUsed", Moves::seldom},
    {"Percpu", Moves::seldom},
    {"HardwareCorrupted", Moves::never},
    {"AnonHugePages", Moves::seldom},
    {"HugePagesTotal", Moves::never},
    {"HugePagesFree", Moves::never},
    {"DirectMap4k", Moves::never},
    {"DirectMap2M", Moves::never},
}};

constexpr std::array<std::string_view, 10> kDiskCounters{
    "reads_completed_total",         "reads_merged_total",       "read_bytes_total",
    "read_time_seconds_total",       "writes_completed_total",   "writes_merged_total",
    "written_bytes_total",           "write_time_seconds_total", "io_time_seconds_total",
    "io_time_weighted_seconds_total"};

constexpr std::array<std::string_view, 5> kNetworkErrors{
    "receive_errs_total", "receive_drop_total", "transmit_errs_total", "transmit_drop_total",
    "transmit_colls_total"};

constexpr std::array<std::string_view, 4> kTraffic{"receive_bytes_total", "transmit_bytes_total",
                                                   "receive_packets_total",
                                                   "transmit_packets_total"};

}  // namespace

HostMaker::HostMaker(Chance chance) : chance_(chance) {
  metrics_.reserve(kHostMetrics);
  add_cpus();
  add_memory();
  for (int unit = 0; unit < 4; ++unit) {
    add_disk(unit);
    add_network(unit);
    add_filesystem(unit);
  }
  add_sensors();
  add_supply();
  add_load("load1", 0.08);
  add_load("load5", 0.0165);
  add_load("load15", 0.0055);
  add_rest();
}

void HostMaker::next(const Job& job, std::size_t second, std::span<double, kHostMetrics> values) {
  auto out = values.begin();
  for (auto& cpu : cpus_) {
    next_of_cpu(job, cpu);
    out = std::ranges::transform(cpu.ticks, out, [](double ticks) {
            return rounded(ticks / 100, 100);
          }).out;
  }
  const Now now{job, second, chance_};
  for (const auto& signal : signals_) {
    *out++ = signal(now);
  }
}

void HostMaker::add(std::string name, std::string_view kind, std::string labels, Signal signal) {
  metrics_.push_back({"host_" + std::move(name), kind, std::move(labels)});
  signals_.push_back(std::move(signal));
}

void HostMaker::add_cpus() {
  for (std::size_t cpu = 0; cpu < kCpus; ++cpu) {
    for (std::size_t mode = 0; mode < kModes; ++mode) {
      const bool never = mode == 1 || mode == 7;
      metrics_.push_back({"host_cpu_seconds_total", never ? "const" : "counter_cpu",
                          "cpu=" + std::to_string(cpu) + ",mode=" + std::string(kCpuModes[mode])});
      cpus_[cpu].ticks[mode] = never ? 0 : std::floor(chance_.between(0, 1e7));
    }
  }
}

void HostMaker::next_of_cpu(const Job& job, CpuTimes& cpu) {
  const double wanted = !job.busy() ? 0.02 : job.state == JobState::training ? 0.18 : 0.4;
  cpu.load += (wanted - cpu.load) * 0.1;
  const double percent = 100 * cpu.load;
  std::array<double, kModes> added{};
  added[0] = std::floor(std::max(0.0, percent * (1 + 0.24 * chance_.around_zero())));
  added[2] = std::floor(std::max(0.0, 0.25 * percent + 1.2 * chance_.around_zero()));
  added[4] = chance_.happens(0.02) ? std::floor(chance_.between(0, 4)) : 0;
  added[5] = chance_.happens(0.15) ? 1 : 0;
  added[6] = chance_.happens(0.1) ? 1 : 0;
  const double taken = added[0] + added[2] + added[4] + added[5] + added[6];
  added[3] = std::max(0.0, 100 + std::floor(0.8 * chance_.around_zero()) - taken);
  for (std::size_t mode = 0; mode < kModes; ++mode) {
    cpu.ticks[mode] += added[mode];
  }
}

void HostMaker::add_memory() {
  for (const auto& [name, moves] : kMemoryLines) {
    if (moves == Moves::never) {
      add_memory_line(name, 0, 0);
    } else {
      const bool always = moves == Moves::always;
      add_memory_line(name, always ? 1 : 0.08, always ? 400 : 8);
    }
  }
}

void HostMaker::add_memory_line(std::string_view name, double share, double pages) {
  add("memory_" + std::string(name) + "_bytes", share == 0 ? "const" : "bytes", "",
      [value = std::floor(chance_.between(0, 2.5e7)) * kPage, share,
       pages](const Now& now) mutable {
        if (share > 0 && now.chance.happens(share)) {
          value += kPage * std::floor(pages * now.chance.around_zero());
        }
        value = value < 0 ? 1000 * kPage : value;
        return value;
      });
}

void HostMaker::add_disk(int disk) {
  const double rate = disk == 0 ? 1 : disk == 1 ? 0.3 : 0.003;
  const auto labels = "device=nvme" + std::to_string(disk) + "n1";
  for (const auto counter : kDiskCounters) {
    add_disk_counter(counter, labels, rate);
  }
  add("disk_io_now", "util", labels, [rate](const Now& now) {
    return now.chance.happens(0.1 * rate) ? std::floor(now.chance.between(0, 6)) : 0;
  });
}

void HostMaker::add_disk_counter(std::string_view counter, const std::string& labels, double rate) {
  const bool bytes = counter.ends_with("bytes_total");
  const bool seconds = counter.ends_with("seconds_total");
  add("disk_" + std::string(counter), "counter_host", labels,
      [count = std::floor(chance_.between(0, 1e9)), rate, bytes, seconds](const Now& now) mutable {
        if (now.chance.happens(rate)) {
          const double most = bytes ? 4000 : 60;
          count += std::floor(now.chance.even() * now.chance.even() * most) * (bytes ? kPage : 1);
        }
        return seconds ? rounded(count / 1000, 1000) : count;
      });
}

void HostMaker::add_network(int port) {
  const auto labels = "device=eth" + std::to_string(port);
  for (const auto counter : kNetworkErrors) {
    const double rate = counter == "receive_drop_total" ? 1e-3 : 0;
    add("net_" + std::string(counter), "counter_rare", labels,
        [count = std::floor(chance_.between(0, 10)), rate](const Now& now) mutable {
          count += now.chance.happens(rate) ? 1 : 0;
          return count;
        });
  }
  add("net_receive_multicast_total", "counter_host", labels,
      [count = std::floor(chance_.between(0, 1e12))](const Now& now) mutable {
        count += now.chance.happens(0.3) ? std::floor(now.chance.between(0, 3)) : 0;
        return count;
      });
  for (std::size_t which = 0; which < kTraffic.size(); ++which) {
    add_traffic(port, which);
  }
}

void HostMaker::add_traffic(int port, std::size_t which) {
  const double share = port % 2 == 0 ? 1 : 0.02;
  const double amount = (which < 2 ? 1e8 : 7e4) * (port == 0 ? 0.01 : 1);
  add("net_" + std::string(kTraffic[which]), "counter_host", "device=eth" + std::to_string(port),
      [count = std::floor(chance_.between(0, 1e12)), share, amount](const Now& now) mutable {
        if (now.chance.happens(share)) {
          count += std::floor(amount * now.chance.between(0.3, 1.3) * (now.job.busy() ? 1 : 0.02));
        }
        return count;
      });
}

void HostMaker::add_filesystem(int mount) {
  const auto labels = "mount=m" + std::to_string(mount);
  const double share = mount == 0 ? 0.25 : 0.01;
  for (const auto* name : {"fs_size_bytes", "fs_files"}) {
    const double unit = std::string_view(name) == "fs_files" ? 1 : kPage;
    add(name, "const", labels,
        [value = std::floor(chance_.between(0, 1e9)) * unit](const Now&) { return value; });
  }
  add_free("fs_avail_bytes", labels, share, kPage);
  add_free("fs_files_free", labels, share, 1);
}

void HostMaker::add_free(const std::string& name, const std::string& labels, double share,
                         double unit) {
  add(name, "bytes", labels,
      [value = std::floor(chance_.between(0, 1e9)) * unit, share, unit](const Now& now) mutable {
        if (now.chance.happens(share)) {
          value -= unit * std::floor(now.chance.between(-8, 12));
        }
        return value;
      });
}

void HostMaker::add_sensors() {
  for (int chip = 0; chip < 8; ++chip) {
    add("hwmon_temp_celsius", chip < 4 ? "temp1" : "temp0125", "chip=c" + std::to_string(chip),
        [celsius = chance_.between(30, 50), steps = chip < 4 ? 1.0 : 8.0](const Now& now) mutable {
          celsius +=
              ((now.job.busy() ? 52 : 38) - celsius) * 0.01 + 0.06 * now.chance.around_zero();
          return rounded(celsius, steps);
        });
  }
  for (int fan = 0; fan < 8; ++fan) {
    add("hwmon_fan_rpm", "fan", "fan=f" + std::to_string(fan),
        [turns = 6000.0](const Now& now) mutable {
          turns += ((now.job.busy() ? 9000 : 5400) - turns) * 0.01;
          return 30 * std::nearbyint((turns + 25 * now.chance.around_zero()) / 30);
        });
  }
}

void HostMaker::add_supply() {
  for (int rail = 0; rail < 4; ++rail) {
    add("hwmon_in_volts", "volt", "rail=v" + std::to_string(rail),
        [volts = rail < 2 ? 12.0 : 3.3](const Now& now) {
          constexpr double kStep = 0.016;
          const double seen = volts + 0.008 * now.chance.around_zero();
          return rounded(std::nearbyint(seen / kStep) * kStep, 1000);
        });
  }
  for (int supply = 0; supply < 2; ++supply) {
    add("psu_power_watts", "power_w", "psu=p" + std::to_string(supply),
        [watts = 2000.0](const Now& now) mutable {
          watts += ((now.job.busy() ? 5200 : 1500) - watts) * 0.2;
          return rounded(watts + 20 * now.chance.around_zero(), 0.25);
        });
  }
}

void HostMaker::add_load(const std::string& name, double share) {
  add(name, "load", "", [load = 4.0, share](const Now& now) mutable {
    if (now.second % 5 == 0) {
      const double wanted = now.job.busy() ? 14 + 3 * now.chance.around_zero() : 0.4;
      load += (wanted - load) * share;
    }
    return rounded(load, 100);
  });
}

void HostMaker::add_rest() {
  for (const auto* name : {"context_switches_total", "interrupts_total"}) {
    add(name, "counter_host", "",
        [count = std::floor(chance_.between(0, 1e10))](const Now& now) mutable {
          count += std::floor((now.job.busy() ? 60000 : 9000) * now.chance.between(0.9, 1.1));
          return count;
        });
  }
  add("forks_total", "counter_host", "",
      [count = std::floor(chance_.between(0, 1e10))](const Now& now) mutable {
        count += std::floor(now.chance.between(0, 9));
        return count;
      });
  add("procs_running", "util", "", [](const Now& now) {
    return 1 + std::floor(now.chance.between(0, now.job.busy() ? 16 : 3));
  });
  add("procs_blocked", "util", "",
      [](const Now& now) { return now.chance.happens(0.03) ? 1.0 : 0.0; });
  add("boot_time_seconds", "const", "", [](const Now&) { return 1793000000.0; });
  add("filefd_allocated", "util", "", [open = 9000.0](const Now& now) mutable {
    if (now.chance.happens(0.3)) {
      open += 32 * std::floor(now.chance.around_zero());
    }
    return open;
  });
}

}  // namespace rackproof::bench
