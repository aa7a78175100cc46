// mem_triad's rate, as the workload tells it, against a triad in the manner of STREAM (McCalpin):
// three plain arrays, a = b + s c on every processor, 24 bytes counted for each element, stored
// around the caches where the compiler's widest vectors allow. Same arrays, same threads.

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/clock.h"
#include "schemas/text.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/workload_run.h"

namespace rackproof::bench {
namespace {

constexpr const char* kBench = "mem_triad/stream";
constexpr int kWindows = 12;
constexpr double kWindowSeconds = 0.25;

void triad(double* a, const double* b, const double* c, double s, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    a[i] = b[i] + s * c[i];
  }
}

#if defined(__x86_64__)
__attribute__((target("avx512f"))) void triad_streamed_512(double* a, const double* b,
                                                           const double* c, double s,
                                                           std::size_t count) {
  for (std::size_t i = 0; i < count; i += 8) {
    _mm512_stream_pd(
        a + i, _mm512_fmadd_pd(_mm512_set1_pd(s), _mm512_load_pd(c + i), _mm512_load_pd(b + i)));
  }
  _mm_sfence();
}

__attribute__((target("avx2,fma"))) void triad_streamed_256(double* a, const double* b,
                                                            const double* c, double s,
                                                            std::size_t count) {
  for (std::size_t i = 0; i < count; i += 4) {
    _mm256_stream_pd(
        a + i, _mm256_fmadd_pd(_mm256_set1_pd(s), _mm256_load_pd(c + i), _mm256_load_pd(b + i)));
  }
  _mm_sfence();
}
#endif

using Triad = void (*)(double*, const double*, const double*, double, std::size_t);

std::vector<Triad> triads() {
  std::vector<Triad> all{triad};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
    all.push_back(triad_streamed_256);
  }
  if (__builtin_cpu_supports("avx512f") != 0) {
    all.push_back(triad_streamed_512);
  }
#endif
  return all;
}

/// Three arrays, a stretch of each for each thread.
struct Arrays {
  Pages a;
  Pages b;
  Pages c;
  std::size_t stretch = 0;  ///< Elements a thread.
};

Result<Arrays> arrays_of(std::size_t bytes, const Team& team) {
  auto a = Pages::map(bytes);
  auto b = Pages::map(bytes);
  auto c = Pages::map(bytes);
  for (const auto* each : {&a, &b, &c}) {
    if (!*each) {
      return each->error();
    }
  }
  const auto stretch = bytes / sizeof(double) / static_cast<std::size_t>(team.size()) / 8 * 8;
  return Arrays{std::move(*a), std::move(*b), std::move(*c), stretch};
}

/// Median over windows as long as the workload's own, so that what disturbs a window of ours for a
/// moment disturbs one of the rival's as much.
double median_rate(Team& team, const Arrays& arrays, Triad kernel) {
  const SystemClock clock;
  const auto seconds_since = [&clock](std::chrono::nanoseconds start) {
    return std::chrono::duration<double>(clock.monotonic() - start).count();
  };
  const double bytes = 24.0 * static_cast<double>(arrays.stretch) * team.size();
  std::vector<double> rates;
  for (int window = 0; window < kWindows; ++window) {
    const auto start = clock.monotonic();
    double done = 0;
    while (seconds_since(start) < kWindowSeconds) {
      team.run([&](int member) {
        const auto from = static_cast<std::size_t>(member) * arrays.stretch;
        kernel(arrays.a.as<double>().data() + from, arrays.b.as<double>().data() + from,
               arrays.c.as<double>().data() + from, 3.0, arrays.stretch);
      });
      done += bytes;
    }
    rates.push_back(done / seconds_since(start));
  }
  std::sort(rates.begin(), rates.end());
  return rates[rates.size() / 2];
}

Result<double> rival_rate(std::size_t array_bytes) {
  auto team = Team::start(0);
  if (!team) {
    return team.error();
  }
  auto arrays = arrays_of(array_bytes, *team);
  if (!arrays) {
    return arrays.error();
  }
  team->run([&](int member) {
    const auto from = static_cast<std::size_t>(member) * arrays->stretch;
    for (auto* pages : {&arrays->a, &arrays->b, &arrays->c}) {
      std::fill_n(pages->as<double>().begin() + static_cast<std::ptrdiff_t>(from), arrays->stretch,
                  2.0);
    }
  });
  double best = 0;
  for (const auto kernel : triads()) {
    best = std::max(best, median_rate(*team, *arrays, kernel));
  }
  return best;
}

int compare() {
  const auto run = run_workload({"mem_triad", "--seconds", "8"});
  if (!run) {
    tell_skipped(kBench, run.error().message);
    return 0;
  }
  const auto bytes = parse_unsigned(run->fact("array_bytes"));
  if (!bytes || run->fact("arrays_four_times_cache") != "yes") {
    tell_skipped(kBench, "the arrays are not four times the last-level cache");
    return 0;
  }
  const auto rival = rival_rate(*bytes);
  if (!rival) {
    tell_skipped(kBench, rival.error().message);
    return 0;
  }
  tell({kBench, run->median_of("mem_triad_bytes_per_second"), *rival, "B/s"});
  return 0;
}

}  // namespace
}  // namespace rackproof::bench

int main() {
  return rackproof::bench::compare();
}
