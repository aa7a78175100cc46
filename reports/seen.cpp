#include "reports/seen.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "probes/machine/journal_file.h"
#include "probes/machine/output_file.h"
#include "reports/seen_json.h"

namespace rackproof {
namespace {

constexpr std::chrono::seconds kPatience{10};  // another holds the lock for one writing

auto find_trust(Seen& seen, const std::string& name) {
  return std::find_if(seen.trust.begin(), seen.trust.end(),
                      [&name](const SeenTrust& each) { return each.name == name; });
}

auto find_edition(Seen& seen, const KnownEdition& edition) {
  return std::find_if(seen.editions.begin(), seen.editions.end(),
                      [&edition](const KnownEdition& each) { return of_one_list(each, edition); });
}

/// What a file holds after a lesson, and whether that is more than before.
struct Lesson {
  Seen seen;
  bool is_news = false;
};

Result<Lesson> learned(const std::string& path, const Learning& learn) {
  auto before = read_seen(path);
  if (!before) {
    return std::move(before).error();
  }
  Lesson lesson{*before};
  if (auto done = learn(lesson.seen); !done) {
    return std::move(done).error();
  }
  lesson.is_news = !(lesson.seen == *before);
  return lesson;
}

}  // namespace

Result<void> note_trust(Seen& seen, const TrustPolicy& trust) {
  if (trust.sequence == 0) {
    return Error{ErrorKind::untrusted,
                 "the trust file has no [trust] sequence, so it cannot be told from an older one"};
  }
  const auto known = find_trust(seen, trust.name);
  if (known == seen.trust.end()) {
    seen.trust.push_back({trust.name, trust.sequence, trust.text_digest});
    return {};
  }
  if (trust.sequence < known->sequence) {
    return Error{ErrorKind::untrusted, "the trust file '" + trust.name + "' has sequence " +
                                           std::to_string(trust.sequence) + ", and " +
                                           std::to_string(known->sequence) + " was seen before"};
  }
  if (trust.sequence == known->sequence && trust.text_digest != known->digest) {
    return Error{ErrorKind::untrusted, "the trust file '" + trust.name + "' has sequence " +
                                           std::to_string(trust.sequence) +
                                           ", which was seen before with other content"};
  }
  *known = {trust.name, trust.sequence, trust.text_digest};
  return {};
}

void note_report(Seen& seen, const KnownReport& report) {
  const auto known =
      std::find_if(seen.reports.begin(), seen.reports.end(),
                   [&report](const KnownReport& each) { return each.digest == report.digest; });
  if (known == seen.reports.end()) {
    seen.reports.push_back(report);
  } else {
    *known = report;  // an older file knew less of it
  }
}

void note_edition(Seen& seen, const KnownEdition& edition) {
  const auto known = find_edition(seen, edition);
  if (known == seen.editions.end()) {
    seen.editions.push_back(edition);
  } else if (known->sequence < edition.sequence ||
             (known->signers.empty() && known->digest == edition.digest)) {
    *known = edition;  // of the same one an early release knew less
  }
}

Result<Seen> read_seen(const std::string& path) {
  const auto text = read_file(path, kMostSeenBytes);
  if (!text) {
    return text.error().kind == ErrorKind::absent ? Result<Seen>(Seen{}) : text.error();
  }
  auto seen = decode_seen(*text);
  return seen ? std::move(seen) : Result<Seen>(std::move(seen).error().during(path));
}

Result<void> update_seen(const std::string& path, const Learning& learn) {
  auto now = learned(path, learn);
  if (!now || !now->is_news) {
    return now ? Result<void>() : Result<void>(std::move(now).error());
  }
  const auto lock = FileLock::take_within(path + ".lock", kPatience);
  if (!lock) {
    return lock.error();
  }
  now = learned(path, learn);
  if (!now || !now->is_news) {
    return now ? Result<void>() : Result<void>(std::move(now).error());
  }
  return write_file(path, encode_seen(now->seen));
}

}  // namespace rackproof
