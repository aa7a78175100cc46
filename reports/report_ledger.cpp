#include "reports/report_ledger.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

/// Those that are known by id; of several under one id the first.
class ById {
 public:
  explicit ById(std::span<const KnownReport> known) {
    for (const auto& each : known) {
      reports_.try_emplace(each.report_id, &each);
    }
  }

  [[nodiscard]] const KnownReport* find(const std::string& report_id) const {
    const auto found = reports_.find(report_id);
    return found == reports_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::string_view, const KnownReport*> reports_;
};

/// By who signed; where one of them was remembered without that, by the name that it gives itself.
bool of_one_issuer(const KnownReport& left, const KnownReport& right) {
  return left.signers.empty() || right.signers.empty() ? left.issuer == right.issuer
                                                       : same_issuer(left.signers, right.signers);
}

bool about_one_device(const KnownReport& left, const KnownReport& right) {
  return left.signers.empty() || right.signers.empty() || left.device == right.device;
}

std::string named(const KnownReport& report) {
  return "report " + printable(report.report_id) + " revision " + std::to_string(report.revision);
}

/// What it replaces is named by id and digest, and both must be of one report that is known.
void object_to_replaced(const KnownReport& report, std::span<const KnownReport> known,
                        Objections& objections) {
  if (report.supersedes_digest.empty()) {
    return;
  }
  const auto* earlier = ById(known).find(report.supersedes);
  if (earlier == nullptr) {
    return;
  }
  const bool same = std::any_of(known.begin(), known.end(), [&report](const KnownReport& each) {
    return each.report_id == report.supersedes && each.digest == report.supersedes_digest;
  });
  if (!same) {
    objections.contradicted.push_back(named(report) + " supersedes " + named(*earlier) +
                                      " with sha256 " + printable(report.supersedes_digest) +
                                      ", and that report has " + printable(earlier->digest));
  }
}

/// Follows `report` back over what it supersedes, as far as that is known.
void object_to_chain(const KnownReport& report, std::span<const KnownReport> known,
                     Objections& objections) {
  if (report.supersedes == report.report_id) {
    objections.contradicted.push_back(named(report) + " supersedes itself");
    return;
  }
  if (report.supersedes.empty()) {
    return;
  }
  const ById reports(known);
  const auto earlier_of = [&](const std::string& report_id) {
    const auto* found = reports.find(report_id);
    return found != nullptr && of_one_issuer(*found, report) ? found : nullptr;
  };
  const auto* earlier = earlier_of(report.supersedes);
  if (earlier != nullptr && earlier->revision >= report.revision) {
    objections.contradicted.push_back(named(report) + " claims to supersede " + named(*earlier) +
                                      ", which is not older");
  }
  for (std::size_t steps = 0; earlier != nullptr && steps < known.size(); ++steps) {
    if (earlier->supersedes == report.report_id) {
      objections.contradicted.push_back(named(report) + " supersedes itself by way of " +
                                        named(*earlier));
      return;
    }
    earlier = earlier_of(earlier->supersedes);
  }
}

std::string numbered(const KnownReport& report) {
  return std::to_string(report.sequence) + " (issued " + format_utc(report.issued) + ")";
}

/// An issuer's numbers and times of issue go up together, and no number is given twice.
void object_to_sequence(const KnownReport& other, const KnownReport& report,
                        Objections& objections) {
  if (report.sequence == 0 || other.sequence == 0 || other.issuer != report.issuer ||
      !of_one_issuer(other, report)) {
    return;
  }
  const auto issuer = "'" + printable(report.issuer, 60) + "'";
  if (other.sequence == report.sequence) {
    objections.contradicted.push_back("sequence " + std::to_string(report.sequence) + " of " +
                                      issuer + " was seen on another report, " + named(other) +
                                      " (sha256 " + printable(other.digest) + ")");
    return;
  }
  const bool backwards = other.sequence > report.sequence ? other.issued < report.issued
                                                          : report.issued < other.issued;
  if (backwards) {
    objections.contradicted.push_back("the sequence of " + issuer + " goes back: this report has " +
                                      numbered(report) + ", and " + named(other) + " has " +
                                      numbered(other));
  }
}

/// Only whoever issued a report takes it back, and only for the device that it is about.
void object_to_superseded(const KnownReport& other, const KnownReport& report,
                          Objections& objections) {
  if (!of_one_issuer(other, report)) {
    objections.unheard.push_back(named(other) + " claims to supersede " + named(report) +
                                 " and is of another issuer: it does not");
  } else if (!about_one_device(other, report)) {
    objections.unheard.push_back(named(other) + " claims to supersede " + named(report) +
                                 " and is about another device: it does not");
  } else {
    objections.superseded.push_back(named(report) + " was superseded by " + named(other));
  }
}

void object_by(const KnownReport& other, const KnownReport& report, Objections& objections) {
  if (other.report_id == report.report_id) {
    objections.contradicted.push_back("report " + printable(report.report_id) +
                                      " was seen with other content (sha256 " +
                                      printable(other.digest) + ")");
  } else if (!report.report_id.empty() && other.supersedes == report.report_id) {
    object_to_superseded(other, report, objections);
  }
  if (other.run_id == report.run_id && other.run_digest != report.run_digest) {
    objections.contradicted.push_back("run " + printable(report.run_id) +
                                      " was seen with other facts: two run records for one run");
  }
  if (!report.order_nonce.empty() && other.order_nonce == report.order_nonce &&
      other.run_id != report.run_id) {
    objections.contradicted.push_back("its test order was met before by run " +
                                      printable(other.run_id) + ": an order is for one run");
  }
  object_to_sequence(other, report, objections);
}

}  // namespace

Objections objections_to(const KnownReport& report, std::span<const KnownReport> known) {
  Objections objections;
  for (const auto& other : known) {
    if (other.digest != report.digest) {
      object_by(other, report, objections);
    }
  }
  object_to_replaced(report, known, objections);
  object_to_chain(report, known, objections);
  return objections;
}

}  // namespace rackproof
