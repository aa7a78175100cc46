#include "reports/report_sequence.h"

#include <chrono>
#include <limits>
#include <utility>

#include "probes/machine/journal_file.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/bundle_change.h"
#include "reports/evidence.h"
#include "reports/mandatory.h"
#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/report_json.h"
#include "schemas/json/strict_json.h"

namespace rackproof {

template <typename A>
void describe(A& archive, Described<A, IssuedSoFar>& issued) {
  archive.format("format", "rackproof-sequence", 1);
  archive.field("issuer", issued.issuer);
  archive.field("last", issued.last);
  archive.field("issued", issued.issued);
}

namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 10;
constexpr std::chrono::seconds kPatience{10};  // another holds the lock for two writings

Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

/// The report, if it is one that can be given a number.
Result<Loaded> countable(const std::string& path) {
  auto loaded = load_bundle(path);
  if (!loaded) {
    return loaded;
  }
  if (!loaded->bundle.has(bundle::kReport)) {
    return malformed(path + (loaded->has_report() ? ": the report is sealed: what it says of "
                                                    "its number cannot be changed any more"
                                                  : ": holds no report"));
  }
  const auto& statement = loaded->report;
  if (statement.report.site.issuer_name.empty()) {
    return malformed(path + ": the report names no issuer, so nobody counts it");
  }
  if (encode_report_statement(statement.report, statement.subjects) != loaded->report_payload) {
    return malformed(path + ": report.json is not spelled as this release spells it");
  }
  return loaded;
}

/// What the file holds; where it is to be made, what it begins with.
Result<IssuedSoFar> issued_by(const SequenceFile& file, const std::string& issuer) {
  const auto text = read_file(file.path, kMostBytes);
  if (file.begin) {
    if (text || text.error().kind != ErrorKind::absent) {
      return text
                 ? malformed(file.path + ": is there already, and goes on from its own last number")
                 : text.error();
    }
    return IssuedSoFar{issuer, *file.begin - 1, {}};
  }
  if (!text) {
    return text.error();
  }
  auto issued = decode_issued_so_far(*text);
  return issued ? std::move(issued)
                : Result<IssuedSoFar>(std::move(issued).error().during(file.path));
}

/// `issued` after one report more.
Result<IssuedSoFar> next_after(const IssuedSoFar& issued, UtcTime now) {
  if (issued.last == std::numeric_limits<int>::max()) {
    return Error{ErrorKind::out_of_range, "no number is left"};
  }
  if (now <= issued.issued) {
    return Error{ErrorKind::out_of_range, "the clock says " + format_utc(now) + ", and number " +
                                              std::to_string(issued.last) + " was given at " +
                                              format_utc(issued.issued)};
  }
  return IssuedSoFar{issued.issuer, issued.last + 1, now};
}

/// The number first, then the report: what fails in between is a gap and never a number twice.
Result<int> give(Loaded& loaded, const SequenceFile& file, const IssuedSoFar& issued) {
  auto& report = loaded.report.report;
  report.sequence = issued.last;
  report.issued = issued.issued;
  if (auto complete = check_mandatory(report, loaded.run_record.record); !complete) {
    return std::move(complete).error();
  }
  if (auto taken = write_file(file.path, encode_issued_so_far(issued)); !taken) {
    return std::move(taken).error();
  }
  BundleChange change;
  change.put.push_back(
      {bundle::kReport, encode_report_statement(report, loaded.report.subjects), true});
  change.known = digests_of(loaded.bundle);
  const auto written = change_bundle(loaded.bundle.path, change);
  return written ? Result<int>(issued.last) : Result<int>(written.error());
}

}  // namespace

Result<IssuedSoFar> decode_issued_so_far(std::string_view text) {
  const auto json = parse_strict_json(text, {.bytes = kMostBytes, .depth = 2});
  if (!json) {
    return json.error();
  }
  auto issued = from_json<IssuedSoFar>(*json, "");
  if (issued && (issued->issuer.empty() || issued->last < 0)) {
    return malformed("issuer: must not be empty, and last not be below 0");
  }
  return issued;
}

std::string encode_issued_so_far(const IssuedSoFar& issued) {
  return write_json(to_json(issued));
}

Result<int> number_report(const std::string& path, const SequenceFile& file, UtcTime now) {
  auto loaded = countable(path);
  if (!loaded) {
    return std::move(loaded).error();
  }
  const auto& report = loaded->report.report;
  if (file.begin && *file.begin < 1) {
    return malformed("numbers begin at 1 or above");
  }
  const auto lock = FileLock::take_within(file.path + ".lock", kPatience);
  if (!lock) {
    return lock.error();
  }
  const auto issued = issued_by(file, report.site.issuer_name);
  if (!issued) {
    return issued.error();
  }
  if (issued->issuer != report.site.issuer_name) {
    return malformed(file.path + ": counts the reports of '" + printable(issued->issuer, 60) +
                     "', and this one is of '" + printable(report.site.issuer_name, 60) + "'");
  }
  if (report.sequence) {
    return *report.sequence <= issued->last
               ? Result<int>(*report.sequence)
               : malformed(file.path + ": has not given number " +
                           std::to_string(*report.sequence) + ", which the report has");
  }
  const auto next = next_after(*issued, now);
  return next ? give(*loaded, file, *next) : Result<int>(next.error().during(file.path));
}

}  // namespace rackproof
