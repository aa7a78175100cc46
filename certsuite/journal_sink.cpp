#include "certsuite/journal_sink.h"

#include <utility>

namespace rackproof {

JournalSink::JournalSink(SampleSink& sink, JournalKeeper& journal, ReadingStretches stretches,
                         const Clock& clock)
    : sink_(sink), journal_(journal), stretches_(std::move(stretches)), clock_(clock) {}

Result<void> JournalSink::append(const Devices& devices, const Samples& samples) {
  auto kept = sink_.append(devices, samples);
  if (!kept) {
    return kept;
  }
  stretches_.take(devices, samples);
  const auto now = clock_.now();
  if (!stretches_.is_due(now)) {
    return kept;
  }
  kept = sink_.commit();  // no line speaks of readings that a crash could take
  return kept ? note_all(stretches_.close(now)) : kept;
}

Result<void> JournalSink::close() {
  auto kept = sink_.commit();
  return kept ? note_all(stretches_.close_all()) : kept;
}

Result<void> JournalSink::note_all(const std::vector<JournalLine>& lines) {
  for (const auto& line : lines) {
    if (auto noted = journal_.note(line); !noted) {
      return noted;
    }
  }
  return {};
}

}  // namespace rackproof
