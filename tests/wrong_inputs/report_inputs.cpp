#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "schemas/digest.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/wrong_inputs/wrong_input.h"

namespace rackproof::testing {
namespace {

using Bent = std::function<void(SmallBundle&)>;

std::string word_for(const Verification& verified) {
  switch (standing_of(verified)) {
    case Standing::good:
      return "PASS";
    case Standing::not_pass:
      return std::string(word_of(kOutcomes, verified.overall)) +
             (verified.simulated ? ", simulated" : "");
    case Standing::untrusted:
      break;
  }
  return "refused";
}

/// An answer with its first detail, without the key that an envelope names: each run has another.
std::string in_words(const Answer& answer) {
  auto text = answer.sentence + (answer.details.empty() ? "" : ": " + answer.details.front());
  return text.substr(0, text.find(" (the envelope names"));
}

/// The answers that are not good, the first one first.
Consequence told(const Result<Verification>& verified) {
  if (!verified) {
    return {"refused", {verified.error().message}};
  }
  Consequence seen{word_for(*verified), {}};
  for (const auto* answer :
       {&verified->integrity, &verified->identity, &verified->time, &verified->verdict}) {
    if (!answer->ok) {
      seen.reasons.push_back(in_words(*answer));
    }
  }
  return seen;
}

std::string payload_of(const SmallBundle& bundle, const char* sealed) {
  return seal::parse_envelope(read_whole(bundle.at(sealed)))->payload;
}

/// The statement with another content, under a seal that is as good as before.
void seal_again(const SmallBundle& bundle, const char* sealed, const std::string& payload) {
  overwrite(bundle.at(sealed), seal::seal(payload, bundle.key()).value());
}

Bent report_with(std::function<void(Report&)> change) {
  return [change = std::move(change)](SmallBundle& bundle) {
    auto statement = decode_report_statement(payload_of(bundle, bundle::kReportSealed)).value();
    change(statement.report);
    seal_again(bundle, bundle::kReportSealed,
               encode_report_statement(statement.report, statement.subjects));
  };
}

Bent record_with(std::function<void(RunRecord&)> change) {
  return [change = std::move(change)](SmallBundle& bundle) {
    auto record = decode_run_record_statement(payload_of(bundle, bundle::kRunRecordSealed)).value();
    change(record.record);
    const auto payload = encode_run_record_statement(record.record, record.subjects);
    seal_again(bundle, bundle::kRunRecordSealed, payload);
    report_with([&payload](Report& report) { report.run_record_digests = {sha256_hex(payload)}; })(
        bundle);
  };
}

WrongInput bent(std::string name, Bent change, std::string word, std::string because,
                double celsius = 47.5) {
  return {"report", std::move(name),
          [change = std::move(change), celsius] {
            auto run = small_run();
            run.celsius = celsius;
            SmallBundle bundle(run);
            bundle.sealed();
            change(bundle);
            return told(bundle.verify());
          },
          std::move(word), std::move(because)};
}

void pass_all(Report& report) {
  for (auto& verdict : report.judgement.verdicts) {
    verdict.outcome = Outcome::pass;
  }
  report.judgement.overall = Outcome::pass;
}

WrongInputs wrong_judgements() {
  constexpr double kHot = 90;
  return {
      bent(
          "a genuine FAIL", [](SmallBundle&) {}, "FAIL", "FAIL", kHot),
      bent("FAIL relabelled PASS", report_with(pass_all), "refused", "does not follow", kHot),
      bent("PASS over a requirement that failed",
           report_with([](Report& report) { report.judgement.overall = Outcome::pass; }), "refused",
           "does not follow", kHot),
      bent("a requirement left out",
           report_with([](Report& report) { report.judgement.verdicts.pop_back(); }), "refused",
           "does not follow"),
      bent("a verdict without a measurement behind it", report_with([](Report& report) {
             auto& verdicts = report.judgement.verdicts;
             verdicts.push_back(verdicts.back());
             verdicts.back().criterion = "made-up";
           }),
           "refused", "does not follow"),
      bent("a limit raised in the report",
           report_with([](Report& report) { report.judgement.verdicts.back().at_most = 95; }),
           "refused", "does not follow"),
      bent("a limit in another unit",
           report_with([](Report& report) { report.judgement.verdicts.back().unit = Unit::watt; }),
           "refused", "does not follow"),
      bent("an easier reference named",
           report_with([](Report& report) { report.reference_digest = sha256_hex("easier"); }),
           "refused", ""),
      bent("a reason left out",
           report_with([](Report& report) { report.judgement.verdicts.back().reason.clear(); }),
           "refused", "does not follow"),
  };
}

WrongInputs wrong_records() {
  return {
      bent("an instrument's uncertainty made smaller after the run",
           record_with([](RunRecord& record) {
             Instrument meter;
             meter.id = "PT100-3";
             meter.metric = "temperature_celsius";
             meter.expanded_uncertainty = 0.1;
             meter.uncertainty_unit = Unit::celsius;
             record.site.instruments = {meter};
           }),
           "refused", "does not follow"),
      bent("a disturbance added after the judgement", record_with([](RunRecord& record) {
             record.disturbances = {
                 {"clock_step", "-3 s", "*", record.started, Touches::everything}};
           }),
           "refused", "does not follow"),
      bent("a run record of a run that did not finish", record_with([](RunRecord& record) {
             record.status = RunStatus::aborted;
             record.status_reason = "SIGINT";
           }),
           "refused", "does not follow"),
      bent("a captured tree passed off as this machine",
           record_with([](RunRecord& record) { record.root = "/captures/rack7"; }), "refused",
           "not said to be simulated"),
      bent("a report issued before its run",
           report_with([](Report& report) { report.issued -= std::chrono::hours(1); }), "refused",
           "issued before the run ended"),
      bent(
          "one sample's chunk altered",
          [](SmallBundle& bundle) {
            edit(bundle.at(bundle::kSamples), [](std::string& bytes) { bytes.back() ^= 1; });
          },
          "refused", "altered"),
      bent(
          "the samples left out",
          [](SmallBundle& bundle) { std::filesystem::remove(bundle.at(bundle::kSamples)); },
          "refused", "altered"),
      bent(
          "a seal of nobody who is trusted",
          [](SmallBundle& bundle) {
            const SmallBundle stranger;
            const auto payload = payload_of(bundle, bundle::kReportSealed);
            overwrite(bundle.at(bundle::kReportSealed),
                      seal::seal(payload, stranger.key()).value());
          },
          "refused", "not sealed by a key that is trusted"),
  };
}

}  // namespace

WrongInputs wrong_reports() {
  auto rows = wrong_judgements();
  for (auto& row : wrong_records()) {
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace rackproof::testing
