#include "certsuite/workloads/host_load.h"

#include <string>
#include <utility>

#include "schemas/text.h"

namespace rackproof {

HostLoad::HostLoad(const HostGround& ground, Team& team, const Pace& pace, ExactBursts bursts,
                   TriadStream stream)
    : ground_(&ground),
      team_(&team),
      pace_(&pace),
      bursts_(std::move(bursts)),
      stream_(std::move(stream)) {}

Result<HostLoad> HostLoad::prepare(const HostGround& ground, Team& team, const Pace& pace,
                                   const LoadPlan& plan) {
  auto bursts = ExactBursts::prepare(*ground.matrix, team, pace,
                                     {.seed = plan.seed,
                                      .burst_seconds = plan.burst_seconds,
                                      .memory_bytes = ground.memory_bytes});
  if (!bursts) {
    return std::move(bursts).error();
  }
  auto stream =
      TriadStream::prepare(ground.triad, team, pace,
                           {.array_bytes = triad_array_bytes(ground, pace.planned_seconds()),
                            .lap_seconds = plan.lap_seconds});
  if (!stream) {
    return std::move(stream).error();
  }
  return HostLoad(ground, team, pace, std::move(*bursts), std::move(*stream));
}

void HostLoad::multiply_until(int member, double until) {
  do {
    static_cast<void>(bursts_.work(member));
  } while (pace_->elapsed_seconds() < until && !pace_->is_over());
}

LoadDone HostLoad::bring_home(Tally& tally) {
  LoadDone done;
  for (int member = 0; member < team_->size(); ++member) {
    const auto multiplied = bursts_.take(member);
    const auto streamed = stream_.take(member);
    tell_answers(multiplied, tally);
    tell_answers(streamed, tally);
    done.flops += multiplied.work;
    done.flop_seconds += multiplied.seconds;
    done.bytes += streamed.work;
    done.byte_seconds += streamed.seconds;
    done.wrong += multiplied.wrong + streamed.wrong;
  }
  return done;
}

bool HostLoad::canary_is_caught() {
  const bool in_products = bursts_.canary_is_caught(ground_->hide);
  return stream_.canary_is_caught(ground_->hide) && in_products;
}

void HostLoad::tell_facts(WorkloadListener& listener) const {
  for (const auto& fact : ground_->matrix->facts()) {
    listener.fact(fact);
  }
  const bool past = ground_->last_cache_bytes > 0 &&
                    stream_.array_bytes() >= kCachesPerArray * ground_->last_cache_bytes;
  listener.fact({"matrix_size", std::to_string(bursts_.size()), "1"});
  listener.fact({"memory_kernel", std::string(ground_->triad.name), ""});
  listener.fact({"array_bytes", std::to_string(stream_.array_bytes()), "B"});
  listener.fact({"arrays_four_times_cache", past ? "yes" : "no", ""});
  listener.fact({"threads", std::to_string(team_->size()), "1"});
  listener.fact({"window_seconds", format_double(pace_->window_seconds()), "s"});
}

}  // namespace rackproof
