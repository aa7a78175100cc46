#include "tests/support/documents.h"

#include <chrono>
#include <cstdint>
#include <limits>

namespace rackproof::testing {
namespace {

using namespace std::chrono_literals;

constexpr UtcTime kStart{1795238220123456789ns};
const char* const kDigest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

Site example_site() {
  return {.issuer_name = "Example Integrator \xC3\x9C",
          .issuer_address = "1 Rack Row\nSomewhere",
          .issuer_role = "system integrator",
          .authorised_by = "A. Person",
          .customer = "Customer & Sons <script>alert(1)</script>",
          .place = "Hall \"B\"",
          .position = "row 4, rack 7, U12",
          .rack_serial = "R-0001",
          .operator_name = "O. Perator",
          .inlet = "24.5 Cel",
          .condition = "as delivered",
          .instruments = {{.id = "pdu-1",
                           .quantity = "power",
                           .unit = "W",
                           .resolution = "0.1 W",
                           .calibrated = "2026-01-15",
                           .due = "2027-01-15",
                           .certificate = "CAL-77"},
                          {"hwmon", "temperature", "Cel", "", "", "", ""}}};
}

Step example_step() {
  return {.phase = "gemm",
          .workload = "gemm_exact",
          .attempt = 1,
          .status = StepStatus::complete,
          .reason = "",
          .started = kStart + 2s,
          .measured_from = kStart + 4s,
          .finished = kStart + 12s,
          .planned_seconds = 10.1,
          .seed = std::numeric_limits<std::uint64_t>::max(),
          .self_check = SelfCheck::wrong_answer,
          .canary = {.planted = true, .caught = true},
          .checks = 1000,
          .mismatches = {{.device = "node/cpu:1",
                          .where = "tile 3,4",
                          .expected = "0x10",
                          .actual = "0x11",
                          .mask = "0x01",
                          .after_seconds = 3.7}},
          .mismatch_count = (std::int64_t{1} << 53) + 1,
          .facts = {{.name = "kernel", .value = "Haswell <b>", .unit = ""},
                    {.name = "threads", .value = "2", .unit = "1"}},
          .log = "logs/gemm.log",
          .command = "rackproof workload gemm_exact --seed 18446744073709551615"};
}

Step skipped_step() {
  Step step;
  step.phase = "storage";
  step.workload = "storage";
  step.reason = "no O_DIRECT on tmpfs";
  return step;
}

Verdict example_verdict(const char* criterion, const char* device, Outcome outcome) {
  return {.criterion = criterion,
          .criterion_class = "memory",
          .device = device,
          .required = true,
          .outcome = outcome,
          .unit = Unit::byte_per_second,
          .observed = 1.2345678901234567e10,
          .uncertainty = 0.1,
          .at_least = 1e10,
          .at_most = {},
          .accept_at_least = 1.00000000001e10,
          .accept_at_most = {},
          .readable = 20,
          .missing = 1,
          .reason = "p05 of 20 windows is \xE2\x89\xA5 the limit",
          .grounds = Grounds{RuleKind::guard_band,
                             "p05",
                             2,
                             UncertaintyEvaluation::type_a_and_b,
                             "pdu-1",
                             {"inventory.json", "run-record.json", "samples.db"}}};
}

}  // namespace

Inventory example_inventory() {
  Device node;
  node.id = "node";
  node.vendor = "Example";
  const Device card{.id = "node/pci:0000:3b:00.0",
                    .kind = DeviceKind::pci,
                    .parent = "node",
                    .vendor = "0x1d0f",
                    .model = "0x7364",
                    .serial = "\xE2\x82\xAC",
                    .firmware = "1.0",
                    .position = "slot 1",
                    .attributes = {{"driver", "nvme"}, {"vendor_id", "0x1d0f"}}};
  return {.hostname = "n1",
          .boot_id = "11111111-2222-3333-4444-555555555555",
          .machine = "Example \"9000\"",
          .serial = "S<1>",
          .hypervisor = "kvm",
          .simulated = true,
          .identity_source = "self-reported (DMI)",
          .taken_at = kStart,
          .devices = {node, card},
          .software = {{"kernel", "6.1.0"}, {"module:nvme", "1.0"}},
          .unreadable = {{"edac",
                          "/sys/devices/system/edac/mc",
                          {ErrorKind::absent, "no such directory"},
                          "load the EDAC driver of this processor"}},
          .presence = {"inventory of 2026-11-20T05:17:00Z", 3, 2, 1},
          .missing = {{{.id = "node/accelerator:0123",
                        .kind = DeviceKind::accelerator,
                        .parent = "node",
                        .vendor = "Amazon",
                        .model = "Trainium2",
                        .serial = "0123",
                        .firmware = "",
                        .position = "",
                        .attributes = {}},
                       "inventory of 2026-11-20T05:17:00Z"}},
          .complaints = {{"node/pci:0000:3b:00.0", {"GONE", "1 of 2 readings missing"}}}};
}

RunRecord example_run_record() {
  return {
      .run_id = "6f1c2b9e-1111-4222-8333-444455556666",
      .suite_version = "0.1.0",
      .suite_digest = kDigest,
      .reference_id = "host-x86_64",
      .reference_revision = 3,
      .reference_digest = kDigest,
      .plan_digest = kDigest,
      .tier = "quick",
      .status = RunStatus::aborted,
      .status_reason = "SIGTERM",
      .simulated = true,
      .root = "/tmp/captured",
      .started = kStart,
      .finished = kStart + 50s,
      .clock_source = "tsc",
      .clock_drift_seconds = -1.25e-6,
      .command_line = {"rackproof", "certify", "--out", "a b"},
      .site = example_site(),
      .environment = {{"governor", "performance", ""}, {"load_before", "0.1", "1"}},
      .steps = {example_step(), skipped_step()},
      .probes = {{"hwmon", 50, 1, 0.0123, "deadline"}},
      .disturbances = {{"clock_step", "the wall clock moved 3 s", "gemm", kStart + 5s,
                        Touches::rates}},
      .deviations = {"--only gemm"},
      .segments = {{"boot-1", kStart, kStart + 20s, "killed", {}},
                   {"boot-2", kStart + 30s, kStart + 50s, "", {"node/disk:a: another serial"}}},
      .journal = {"rackproof.org/run/0d6f", 12, std::string(64, 'e'), 2, 1},
      .order = OrderMention{"5f1c2b9e-1111-4222-8333-444455556666", example_order().nonce, kDigest},
      .clock_at_start = ClockSync{.why = "a captured tree has no clock"},
      .clock_at_end = ClockSync{SyncState::not_synchronised, "", -1.5, 16000, 16000},
      .measurements = {{{.phase = "gemm",
                         .attempt = 1,
                         .name = "gemm_exact_flops_per_second",
                         .device = "node",
                         .statistic = Statistic::mean,
                         .value = 1e12,
                         .unit = Unit::flop_per_second,
                         .windows = 20,
                         .uncertainty = 1e9,
                         .evaluation = Evaluation::type_a,
                         .evidence = {"samples.db"}}}},
      .evidence = EvidenceSummary{6, (std::uint64_t{1} << 53) + 1, kDigest},
      .attestations = {{AttestationKind::tpm2_quote, "node", "attestations/tpm.quote", kDigest,
                        std::string(64, 'a'), "PCR 0 to 7"}}};
}

TestOrder example_order() {
  return {.order_id = "5f1c2b9e-1111-4222-8333-444455556666",
          .nonce = std::string(32, '0') + std::string(32, 'f'),
          .issued = kStart - 60s,
          .expires = kStart + 3600s,
          .customer = "Kunde & Söhne",
          .vendor = "Vendor <support>",
          .serials = {"R17-*", "SN 0001"},
          .reference_id = "host-x86_64",
          .reference_revision = 3,
          .reference_digest = kDigest,
          .tier = "accept",
          .note = "before shipping"};
}

Report example_report() {
  Report report{.report_id = "7f1c2b9e-1111-4222-8333-444455556666",
                .revision = 2,
                .supersedes = "8f1c2b9e-1111-4222-8333-444455556666",
                .supersedes_reason = "wrong site",
                .supersedes_digest = std::string(64, 'd'),
                .title = "Compliance report",
                .site = example_site(),
                .issued = kStart + 60s,
                .retest_on = {"part swapped", "firmware changed"},
                .reference_id = "host-x86_64",
                .reference_revision = 3,
                .reference_title = "Any honest x86-64 host",
                .reference_status = "draft",
                .reference_digest = kDigest,
                .run_record_digests = {kDigest},
                .evaluator_name = "rackproof",
                .evaluator_version = "0.1.0",
                .evaluator_digest = std::string(64, 'e'),
                .simulated = true,
                .tier = "quick",
                .decision_rules = {{RuleKind::simple, 0, {}}, {RuleKind::guard_band, 1, 2}},
                .judgement = {},
                .not_covered = {"chip temperature"},
                .scope_statement = "Results concern only the items tested."};
  auto unjudged = example_verdict("thermal", "", Outcome::not_judged);
  unjudged.observed.reset();
  unjudged.uncertainty.reset();
  unjudged.at_least.reset();
  unjudged.accept_at_least.reset();
  unjudged.at_most = 85;
  unjudged.accept_at_most = 85;
  unjudged.unit = Unit::celsius;
  unjudged.required = false;
  unjudged.criterion_class = "thermal";
  unjudged.reason = "no sensor binds under a hypervisor";
  unjudged.grounds = Grounds{RuleKind::simple, "max", {}, UncertaintyEvaluation::none, "", {}};
  report.site.waivers = {
      {"triad", "Jo <QA>", "2027-01-31", "slow since delivery & agreed"},
      {"triad", "Kim", "2020-01-31", "long ago"},
  };
  report.judgement = {.verdicts = {example_verdict("triad", "node/memory", Outcome::pass),
                                   example_verdict("triad", "dimm[1]", Outcome::fail), unjudged},
                      .overall = Outcome::fail,
                      .because = {"triad on dimm[1] is FAIL"}};
  return report;
}

Manifest example_manifest() {
  return {.entries = {
              {"events.jsonl", 120, kDigest, "application/jsonl", "events"},
              {"inventory.json", (std::uint64_t{1} << 53) + 1, kDigest, "application/json",
               "inventory"},
              {"logs/gemm.log", 0, kDigest, "text/plain", "log"},
          }};
}

Redactions example_redactions() {
  return {.entries = {
              {"logs/gemm.log", kDigest, 120, std::string(64, 'c'), "names of a customer", "ops"},
              {"logs/triad.log", kDigest, 99, "", "not to leave the site", ""},
          }};
}

Events example_events() {
  Event note;
  note.device = "node/cpu:0";
  note.taken_at = kStart + 1ns;
  note.source = "runner";
  return {{.device = "node",
           .taken_at = kStart,
           .source = "kmsg",
           .code = "kernel_log",
           .severity = Severity::critical,
           .text = "mce: [Hardware Error] \"bank\" 5\ttab",
           .sequence = std::numeric_limits<std::uint64_t>::max()},
          note};
}

StatusList example_status_list() {
  const auto id = [](char digit) {
    return std::string(1, digit) + "f1c2b9e-1111-4222-8333-444455556666";
  };
  return {.sequence = 7,
          .issued = kStart + 24h,
          .next_update = kStart + 48h,
          .issuer = "Example Lab \xC3\x9C",
          .entries = {{id('1'), std::string(64, '1'), ReportStatus::valid, "", kStart, ""},
                      {id('2'), std::string(64, '2'), ReportStatus::withdrawn,
                       "the meter was \"off\" <by> 3 %", kStart + 24h, ""},
                      {id('3'), std::string(64, '3'), ReportStatus::superseded, "wrong rack",
                       kStart + 1h, id('4')}}};
}

}  // namespace rackproof::testing
