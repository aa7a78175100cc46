#pragma once

#include <vector>

#include "certsuite/journal_keeper.h"
#include "certsuite/reading_stretches.h"
#include "probes/collector.h"
#include "probes/machine/clock.h"
#include "schemas/result.h"

namespace rackproof {

/// Hands on to another sink and writes into the journal what each stretch of readings comes to,
/// once that sink has it beyond a crash. The collector's writer thread; afterwards close() from
/// the runner's.
class JournalSink final : public SampleSink {
 public:
  /// All outlive the sink.
  JournalSink(SampleSink& sink, JournalKeeper& journal, ReadingStretches stretches,
              const Clock& clock);

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override { return sink_.append(events); }
  Result<void> commit() override { return sink_.commit(); }

  /// Every stretch that is open still. The collector has stopped.
  Result<void> close();

 private:
  Result<void> note_all(const std::vector<JournalLine>& lines);

  SampleSink& sink_;
  JournalKeeper& journal_;
  ReadingStretches stretches_;
  const Clock& clock_;
};

}  // namespace rackproof
