#include "probes/sinks/fan_out.h"

#include <algorithm>
#include <utility>

#include "probes/sinks/guarded.h"

namespace rackproof {

namespace {

/// What a call was to hand over: what a refusal loses.
struct Load {
  std::size_t samples = 0;
  std::size_t events = 0;
};

}  // namespace

struct FanOut::State {
  State(const Clock& its_clock, SinkStates beginning)
      : clock(its_clock), states(std::move(beginning)) {}

  template <typename Call>
  void each(const Call& call, const Load& load);

  const Clock& clock;
  std::vector<SampleSink*> sinks;  ///< Never changes.
  Guarded<SinkStates> states;      ///< Beside `sinks`.
};

namespace {

void note(SinkState& state, const Result<void>& done, const Load& load, UtcTime now) {
  state.appends += load.samples + load.events > 0 ? 1 : 0;
  state.failing = !done;
  if (!done) {
    ++state.failures;
    state.samples_lost += static_cast<std::int64_t>(load.samples);
    state.events_lost += static_cast<std::int64_t>(load.events);
    state.last_error = done.error();
    state.failed_at = now;
  }
}

SinkStates beginning(const std::vector<NamedSink>& sinks) {
  SinkStates states;
  for (const auto& sink : sinks) {
    states.emplace_back().name = sink.name;
  }
  return states;
}

}  // namespace

template <typename Call>
void FanOut::State::each(const Call& call, const Load& load) {
  for (std::size_t place = 0; place < sinks.size(); ++place) {
    const auto began = clock.monotonic();
    const auto done = call(*sinks[place]);
    const auto took = clock.monotonic() - began;
    const auto now = clock.now();
    states.with([&](SinkStates& all) {
      auto& state = all[place];
      note(state, done, load, now);
      state.longest = std::max(state.longest, took);
    });
  }
}

FanOut::FanOut(const Clock& clock, const std::vector<NamedSink>& sinks)
    : state_(std::make_unique<State>(clock, beginning(sinks))) {
  for (const auto& sink : sinks) {
    state_->sinks.push_back(sink.sink);
  }
}

FanOut::~FanOut() = default;

Result<void> FanOut::append(const Devices& devices, const Samples& samples) {
  state_->each([&](SampleSink& sink) { return sink.append(devices, samples); },
               {samples.size(), 0});
  return {};
}

Result<void> FanOut::append(const Events& events) {
  state_->each([&](SampleSink& sink) { return sink.append(events); }, {0, events.size()});
  return {};
}

/// What a commit refuses is not known to be lost: the sink may bring it home with its next one.
Result<void> FanOut::commit() {
  state_->each([](SampleSink& sink) { return sink.commit(); }, {});
  return {};
}

SinkStates FanOut::states() const {
  return state_->states.with([](const SinkStates& all) { return all; });
}

}  // namespace rackproof
