// gemm_exact's double-precision rate, as the workload tells it, against a plain loop over the
// fastest core type of OpenBLAS and against the processors' fused multiply-adds in registers.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "certsuite/workloads/team.h"
#include "certsuite/workloads/word_stream.h"
#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "probes/machine/library.h"
#include "schemas/text.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/fma_peak.h"
#include "tests/bench/workload_run.h"

namespace rackproof::bench {
namespace {

constexpr double kLook = 0.3;  ///< Seconds for each core type, to find the fastest.
constexpr double kLoop = 2;    ///< Seconds for the comparison.

/// Each thread repeats `work` (returning operations) until `seconds` are over; all rates added.
template <typename Work>
double summed_rate(Team& team, double seconds, const Work& work) {
  const SystemClock clock;
  std::vector<double> rates(static_cast<std::size_t>(team.size()));
  team.run([&](int member) {
    static_cast<void>(work(member));  // allocates, warms up
    team.meet();
    const auto start = clock.monotonic();
    double done = 0;
    double spent = 0;
    while (spent < seconds) {
      done += work(member);
      spent = std::chrono::duration<double>(clock.monotonic() - start).count();
    }
    rates[static_cast<std::size_t>(member)] = done / spent;
  });
  double sum = 0;
  for (const double rate : rates) {
    sum += rate;
  }
  return sum;
}

using Dgemm = void (*)(int, int, int, int, int, int, double, const double*, int, const double*, int,
                       double, double*, int);

/// This process has its core type from the environment: prints the rate of a plain loop.
int loop_and_print(int n, int threads, double seconds) {
  const auto library = Library::open("libopenblas.so.0");
  if (!library) {
    return 1;
  }
  const auto dgemm = library->symbol<Dgemm>("cblas_dgemm");
  const auto set_threads = library->symbol<void (*)(int)>("openblas_set_num_threads");
  auto team = Team::start(threads);
  if (!dgemm || !set_threads || !team) {
    return 1;
  }
  (*set_threads)(1);
  const auto elements = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
  std::vector<double> a(elements);
  std::vector<double> b(elements);
  for (std::size_t i = 0; i < elements; ++i) {
    a[i] = static_cast<double>(mixed_word(1, i) % 1024) + 1;
    b[i] = static_cast<double>(mixed_word(2, i) % 1024) + 1;
  }
  std::vector<std::vector<double>> results(static_cast<std::size_t>(threads));
  const double rate = summed_rate(*team, seconds, [&](int member) {
    auto& c = results[static_cast<std::size_t>(member)];
    c.resize(elements);
    (*dgemm)(101, 111, 111, n, n, n, 1.0, a.data(), n, b.data(), n, 0.0, c.data(), n);
    return 2.0 * n * n * n;
  });
  std::cout << format_double(rate) << "\n";
  return 0;
}

/// Zero where the core type cannot run here.
double loop_in_child(const std::string& core_type, const std::array<std::string, 2>& size_threads,
                     double seconds) {
  const auto program = own_executable();
  if (!program) {
    return 0;
  }
  ChildCommand command;
  command.argv = {*program, "loop", size_threads[0], size_threads[1], format_double(seconds)};
  command.environment = {"PATH=/usr/bin:/bin", "OPENBLAS_CORETYPE=" + core_type};
  const auto ended = run_child(command, {}, {});
  if (!ended || ended->exit_code != 0) {
    return 0;
  }
  const auto rate = parse_double(trim(ended->output));
  return rate ? *rate : 0;
}

double fastest_openblas(const std::array<std::string, 2>& size_threads) {
  constexpr std::array kCoreTypes{"Haswell", "Zen", "SkylakeX", "Cooperlake", "Sandybridge"};
  std::string fastest;
  double best = 0;
  for (const auto* core_type : kCoreTypes) {
    const double rate = loop_in_child(core_type, size_threads, kLook);
    if (rate > best) {
      best = rate;
      fastest = core_type;
    }
  }
  return fastest.empty() ? 0 : loop_in_child(fastest, size_threads, kLoop);
}

int compare() {
  const auto run = run_workload({"gemm_exact", "--seconds", "6"});
  if (!run) {
    tell_skipped("gemm_exact", run.error().message);
    return 1;
  }
  const double ours = run->median_of("gemm_exact_flops_per_second");
  const std::array size_threads{run->fact("matrix_size"), run->fact("threads")};
  const double rival = fastest_openblas(size_threads);
  if (rival > 0) {
    tell({"gemm_exact/openblas", ours, rival, "FLOP/s"});
  } else {
    tell_skipped("gemm_exact/openblas", "libopenblas.so.0 is not there");
  }
  auto team = Team::start(0);
  if (!team) {
    return 1;
  }
  constexpr std::int64_t kSteps = 1'000'000;
  const double peak =
      summed_rate(*team, kLoop / 2, [](int /*member*/) { return fma_in_registers(kSteps); });
  if (peak > 0) {
    tell({"gemm_exact/fma_peak", ours, peak, "FLOP/s"});
  } else {
    tell_skipped("gemm_exact/fma_peak", "neither AVX-512 nor AVX2 with FMA");
  }
  return 0;
}

}  // namespace
}  // namespace rackproof::bench

int main(int argc, char** argv) {
  using namespace rackproof;
  if (argc == 5 && std::string_view(argv[1]) == "loop") {
    const auto n = parse_integer(argv[2]);
    const auto threads = parse_integer(argv[3]);
    const auto seconds = parse_double(argv[4]);
    if (!n || !threads || !seconds) {
      return 2;
    }
    return bench::loop_and_print(static_cast<int>(*n), static_cast<int>(*threads), *seconds);
  }
  return bench::compare();
}
