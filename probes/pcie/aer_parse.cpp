#include "probes/pcie/aer_parse.h"

#include <array>
#include <optional>
#include <string>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::pcie {
namespace {

struct AerRow {
  std::string_view name;      ///< As kernels print it since the short names.
  std::string_view old_name;  ///< As kernels from 4.19 printed it before; "" = newer than that.
  const Metric* metric;
};

// Names: kernel, drivers/pci/pcie/aer.c and its sysfs interface page. RELAY_NUM is misspelt there.
// clang-format off
constexpr std::array kCorrectable{
    AerRow{"RxErr", "Receiver Error", metrics::named("pcie_aer_correctable_rxerr_total")},
    AerRow{"BadTLP", "Bad TLP", metrics::named("pcie_aer_correctable_badtlp_total")},
    AerRow{"BadDLLP", "Bad DLLP", metrics::named("pcie_aer_correctable_baddllp_total")},
    AerRow{"Rollover", "RELAY_NUM Rollover", metrics::named("pcie_aer_correctable_rollover_total")},
    AerRow{"Timeout", "Replay Timer Timeout", metrics::named("pcie_aer_correctable_timeout_total")},
    AerRow{"NonFatalErr", "Advisory Non-Fatal", metrics::named("pcie_aer_correctable_nonfatalerr_total")},
    AerRow{"CorrIntErr", "Corrected Internal Error", metrics::named("pcie_aer_correctable_corrinterr_total")},
    AerRow{"HeaderOF", "Header Log Overflow", metrics::named("pcie_aer_correctable_headerof_total")},
    AerRow{"REPLAY_NUM Rollover", "", metrics::named("pcie_aer_correctable_rollover_total")},
};

constexpr std::array kNonfatal{
    AerRow{"Undefined", "Undefined", metrics::named("pcie_aer_nonfatal_undefined_total")},
    AerRow{"DLP", "Data Link Protocol", metrics::named("pcie_aer_nonfatal_dlp_total")},
    AerRow{"SDES", "Surprise Down Error", metrics::named("pcie_aer_nonfatal_sdes_total")},
    AerRow{"TLP", "Poisoned TLP", metrics::named("pcie_aer_nonfatal_tlp_total")},
    AerRow{"FCP", "Flow Control Protocol", metrics::named("pcie_aer_nonfatal_fcp_total")},
    AerRow{"CmpltTO", "Completion Timeout", metrics::named("pcie_aer_nonfatal_cmpltto_total")},
    AerRow{"CmpltAbrt", "Completer Abort", metrics::named("pcie_aer_nonfatal_cmpltabrt_total")},
    AerRow{"UnxCmplt", "Unexpected Completion", metrics::named("pcie_aer_nonfatal_unxcmplt_total")},
    AerRow{"RxOF", "Receiver Overflow", metrics::named("pcie_aer_nonfatal_rxof_total")},
    AerRow{"MalfTLP", "Malformed TLP", metrics::named("pcie_aer_nonfatal_malftlp_total")},
    AerRow{"ECRC", "ECRC", metrics::named("pcie_aer_nonfatal_ecrc_total")},
    AerRow{"UnsupReq", "Unsupported Request", metrics::named("pcie_aer_nonfatal_unsupreq_total")},
    AerRow{"ACSViol", "ACS Violation", metrics::named("pcie_aer_nonfatal_acsviol_total")},
    AerRow{"UncorrIntErr", "Uncorrectable Internal Error", metrics::named("pcie_aer_nonfatal_uncorrinterr_total")},
    AerRow{"BlockedTLP", "MC Blocked TLP", metrics::named("pcie_aer_nonfatal_blockedtlp_total")},
    AerRow{"AtomicOpBlocked", "AtomicOp Egress Blocked", metrics::named("pcie_aer_nonfatal_atomicopblocked_total")},
    AerRow{"TLPBlockedErr", "TLP Prefix Blocked Error", metrics::named("pcie_aer_nonfatal_tlpblockederr_total")},
    AerRow{"PoisonTLPBlocked", "Poisoned TLP Egress Blocked", metrics::named("pcie_aer_nonfatal_poisontlpblocked_total")},
    AerRow{"DMWrReqBlocked", "", metrics::named("pcie_aer_nonfatal_dmwrreqblocked_total")},
    AerRow{"IDECheck", "", metrics::named("pcie_aer_nonfatal_idecheck_total")},
    AerRow{"MisIDETLP", "", metrics::named("pcie_aer_nonfatal_misidetlp_total")},
    AerRow{"PCRC_CHECK", "", metrics::named("pcie_aer_nonfatal_pcrc_check_total")},
    AerRow{"TLPXlatBlocked", "", metrics::named("pcie_aer_nonfatal_tlpxlatblocked_total")},
};

constexpr std::array kFatal{
    AerRow{"Undefined", "Undefined", metrics::named("pcie_aer_fatal_undefined_total")},
    AerRow{"DLP", "Data Link Protocol", metrics::named("pcie_aer_fatal_dlp_total")},
    AerRow{"SDES", "Surprise Down Error", metrics::named("pcie_aer_fatal_sdes_total")},
    AerRow{"TLP", "Poisoned TLP", metrics::named("pcie_aer_fatal_tlp_total")},
    AerRow{"FCP", "Flow Control Protocol", metrics::named("pcie_aer_fatal_fcp_total")},
    AerRow{"CmpltTO", "Completion Timeout", metrics::named("pcie_aer_fatal_cmpltto_total")},
    AerRow{"CmpltAbrt", "Completer Abort", metrics::named("pcie_aer_fatal_cmpltabrt_total")},
    AerRow{"UnxCmplt", "Unexpected Completion", metrics::named("pcie_aer_fatal_unxcmplt_total")},
    AerRow{"RxOF", "Receiver Overflow", metrics::named("pcie_aer_fatal_rxof_total")},
    AerRow{"MalfTLP", "Malformed TLP", metrics::named("pcie_aer_fatal_malftlp_total")},
    AerRow{"ECRC", "ECRC", metrics::named("pcie_aer_fatal_ecrc_total")},
    AerRow{"UnsupReq", "Unsupported Request", metrics::named("pcie_aer_fatal_unsupreq_total")},
    AerRow{"ACSViol", "ACS Violation", metrics::named("pcie_aer_fatal_acsviol_total")},
    AerRow{"UncorrIntErr", "Uncorrectable Internal Error", metrics::named("pcie_aer_fatal_uncorrinterr_total")},
    AerRow{"BlockedTLP", "MC Blocked TLP", metrics::named("pcie_aer_fatal_blockedtlp_total")},
    AerRow{"AtomicOpBlocked", "AtomicOp Egress Blocked", metrics::named("pcie_aer_fatal_atomicopblocked_total")},
    AerRow{"TLPBlockedErr", "TLP Prefix Blocked Error", metrics::named("pcie_aer_fatal_tlpblockederr_total")},
    AerRow{"PoisonTLPBlocked", "Poisoned TLP Egress Blocked", metrics::named("pcie_aer_fatal_poisontlpblocked_total")},
    AerRow{"DMWrReqBlocked", "", metrics::named("pcie_aer_fatal_dmwrreqblocked_total")},
    AerRow{"IDECheck", "", metrics::named("pcie_aer_fatal_idecheck_total")},
    AerRow{"MisIDETLP", "", metrics::named("pcie_aer_fatal_misidetlp_total")},
    AerRow{"PCRC_CHECK", "", metrics::named("pcie_aer_fatal_pcrc_check_total")},
    AerRow{"TLPXlatBlocked", "", metrics::named("pcie_aer_fatal_tlpxlatblocked_total")},
};
// clang-format on

constexpr std::string_view kTotal = "TOTAL_ERR_";

struct Family {
  std::span<const AerRow> rows;
  const Metric* total;
  const Metric* other;
};

Family family_of(AerSeverity severity) {
  switch (severity) {
    case AerSeverity::correctable:
      return {kCorrectable, metrics::named("pcie_aer_correctable_total"),
              metrics::named("pcie_aer_correctable_other_total")};
    case AerSeverity::nonfatal:
      return {kNonfatal, metrics::named("pcie_aer_nonfatal_total"),
              metrics::named("pcie_aer_nonfatal_other_total")};
    case AerSeverity::fatal:
      break;
  }
  return {kFatal, metrics::named("pcie_aer_fatal_total"),
          metrics::named("pcie_aer_fatal_other_total")};
}

const Metric* metric_of(const Family& family, std::string_view name) {
  if (name.starts_with(kTotal)) {
    return family.total;
  }
  for (const auto& row : family.rows) {
    if (row.name == name || (!row.old_name.empty() && row.old_name == name)) {
      return row.metric;
    }
  }
  return family.other;
}

struct Line {
  std::string_view name;
  std::int64_t count;
};

/// "Name with spaces 12".
std::optional<Line> split_line(std::string_view line) {
  const auto space = line.rfind(' ');
  if (space == std::string_view::npos || space == 0) {
    return std::nullopt;
  }
  const auto count = parse_integer(line.substr(space + 1));
  if (!count || *count < 0) {
    return std::nullopt;
  }
  return Line{trim(line.substr(0, space)), *count};
}

}  // namespace

Result<std::vector<AerCount>> parse_aer(std::string_view text, AerSeverity severity) {
  const auto family = family_of(severity);
  std::vector<AerCount> counts;
  std::optional<std::int64_t> other;
  bool total = false;
  for (const auto raw : lines(text)) {
    const auto line = split_line(trim(raw));
    if (!line) {
      return Error{ErrorKind::malformed,
                   "expected a name and a count, got '" + printable(raw) + "'"};
    }
    const auto* metric = metric_of(family, line->name);
    total = total || metric == family.total;
    if (metric != family.other) {
      counts.push_back({metric, line->count});
    } else if (std::int64_t sum = 0; __builtin_add_overflow(other.value_or(0), line->count, &sum)) {
      return Error{ErrorKind::out_of_range, "counts of unknown names do not fit into 64 bits"};
    } else {
      other = sum;
    }
  }
  if (!total) {
    return Error{ErrorKind::malformed, "no TOTAL_ERR_ line"};
  }
  if (other) {
    counts.push_back({family.other, *other});
  }
  return counts;
}

const Metric* aer_total(AerSeverity severity) {
  return family_of(severity).total;
}

}  // namespace rackproof::pcie
