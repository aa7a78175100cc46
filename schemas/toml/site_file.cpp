#include "schemas/toml/site_file.h"

#include <array>
#include <utility>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/text.h"
#include "schemas/time.h"
#include "schemas/toml/reader.h"
#include "schemas/toml/tree.h"
#include "schemas/toml/writer.h"

namespace rackproof {
namespace {

template <typename Row>
struct TextField {
  std::string_view key;
  std::string Row::*member;
};

constexpr std::array kIssuerFields{
    TextField<Site>{"name", &Site::issuer_name},
    TextField<Site>{"address", &Site::issuer_address},
    TextField<Site>{"role", &Site::issuer_role},
    TextField<Site>{"authorised_by", &Site::authorised_by},
};

constexpr std::array kSiteFields{
    TextField<Site>{"customer", &Site::customer},
    TextField<Site>{"place", &Site::place},
    TextField<Site>{"position", &Site::position},
    TextField<Site>{"rack_serial", &Site::rack_serial},
    TextField<Site>{"operator", &Site::operator_name},
    TextField<Site>{"inlet", &Site::inlet},
    TextField<Site>{"condition", &Site::condition},
};

constexpr std::array kInstrumentFields{
    TextField<Instrument>{"id", &Instrument::id},
    TextField<Instrument>{"quantity", &Instrument::quantity},
    TextField<Instrument>{"unit", &Instrument::unit},
    TextField<Instrument>{"resolution", &Instrument::resolution},
    TextField<Instrument>{"calibrated", &Instrument::calibrated},
    TextField<Instrument>{"due", &Instrument::due},
    TextField<Instrument>{"certificate", &Instrument::certificate},
    TextField<Instrument>{"metric", &Instrument::metric},
    TextField<Instrument>{"device", &Instrument::device},
};

constexpr std::array kWaiverFields{
    TextField<Waiver>{"requirement", &Waiver::requirement},
    TextField<Waiver>{"by", &Waiver::by},
    TextField<Waiver>{"expires", &Waiver::expires},
    TextField<Waiver>{"reason", &Waiver::reason},
};

template <typename Row, std::size_t N>
void read_fields(TableReader& reader, const std::array<TextField<Row>, N>& fields, Row& row) {
  for (const auto& field : fields) {
    row.*(field.member) = reader.text(field.key);
  }
}

template <typename Row, std::size_t N>
void write_fields(TomlWriter& out, const std::array<TextField<Row>, N>& fields, const Row& row) {
  for (const auto& field : fields) {
    out.text_if_given(field.key, row.*(field.member));
  }
}

/// A day is a time of day 00:00:00Z that parse_utc accepts.
void check_date(TableReader& reader, std::string_view key, const std::string& date) {
  if (!date.empty() && !parse_utc(date + "T00:00:00Z")) {
    reader.error(key, "is a date, \"YYYY-MM-DD\", not '" + printable(date) + "'");
  }
}

/// An integer; whatever else stands there was complained of by the reader.
void read_validity(TableReader& reader, Site& site) {
  site.valid_for_days = reader.integer("valid_for_days");
  if (site.valid_for_days && (*site.valid_for_days < 1 || *site.valid_for_days > kMostValidDays)) {
    reader.error("valid_for_days",
                 "is a number of days from 1 to " + std::to_string(kMostValidDays));
  }
}

/// U as { value, unit }, in the dimension of the metric that it belongs to.
void read_uncertainty(TableReader& reader, Instrument& instrument, Findings& findings) {
  const auto* table = reader.table("expanded_uncertainty");
  if (table == nullptr) {
    if (!instrument.metric.empty() || !instrument.device.empty()) {
      reader.error("expanded_uncertainty", "is missing beside metric or device");
    }
    return;
  }
  const auto* metric = metrics::find(instrument.metric);
  if (metric == nullptr) {
    reader.error("metric", instrument.metric.empty() ? "is missing beside expanded_uncertainty"
                                                     : "is no metric of the catalogue: '" +
                                                           printable(instrument.metric) + "'");
    return;
  }
  TableReader inner(*table, "expanded_uncertainty", findings);
  instrument.expanded_uncertainty = inner.number("value");
  const auto unit = parse_unit(inner.required_text("unit"));
  if (!instrument.expanded_uncertainty || *instrument.expanded_uncertainty <= 0) {
    inner.error("value", "is a number above 0");
  }
  if (!unit || !same_dimension(*unit, metric->unit)) {
    inner.error("unit",
                "cannot be compared with the metric's, " + std::string(to_string(metric->unit)));
  }
  instrument.uncertainty_unit = unit.value_or(Unit::one);
  inner.finish();
}

void write_instrument(TomlWriter& out, const Instrument& instrument) {
  out.array_table("instrument");
  write_fields(out, kInstrumentFields, instrument);
  if (instrument.expanded_uncertainty) {
    out.entry("expanded_uncertainty",
              "{ value = " + format_double(*instrument.expanded_uncertainty) +
                  ", unit = " + toml_text(to_string(instrument.uncertainty_unit)) + " }");
  }
}

Instrument read_instrument(const TomlTable& table, Findings& findings) {
  Instrument instrument;
  TableReader reader(table, "instrument", findings);
  reader.required_text("id");
  reader.required_text("quantity");
  read_fields(reader, kInstrumentFields, instrument);
  check_date(reader, "calibrated", instrument.calibrated);
  check_date(reader, "due", instrument.due);
  read_uncertainty(reader, instrument, findings);
  reader.finish();
  return instrument;
}

/// The [[waiver]] tables. Nothing of one may be left out: it is somebody's word under a seal.
std::vector<Waiver> read_waivers(TableReader& top, Findings& findings) {
  std::vector<Waiver> waivers;
  for (const auto* table : top.tables("waiver")) {
    TableReader reader(*table, "waiver", findings);
    Waiver waiver;
    for (const auto& field : kWaiverFields) {
      waiver.*(field.member) = reader.required_text(field.key);
    }
    check_date(reader, "expires", waiver.expires);
    reader.finish();
    waivers.push_back(std::move(waiver));
  }
  return waivers;
}

}  // namespace

Result<std::vector<Waiver>> load_waivers(std::string_view text, std::string_view file) {
  auto tree = parse_toml(text, file);
  if (!tree) {
    return std::move(tree).error();
  }
  Findings findings;
  TableReader top(*tree, "waiver file", findings);
  auto waivers = read_waivers(top, findings);
  top.finish();
  if (!findings.empty()) {
    return Error{ErrorKind::malformed, findings.front().where + ": " + findings.front().text};
  }
  if (waivers.empty()) {
    return Error{ErrorKind::malformed, std::string(file) + ": holds no [[waiver]]"};
  }
  return waivers;
}

Result<Site> load_site(std::string_view text, std::string_view file) {
  auto tree = parse_toml(text, file);
  if (!tree) {
    return std::move(tree).error();
  }
  Findings findings;
  Site site;
  TableReader top(*tree, "site file", findings);
  if (const auto* issuer = top.table("issuer")) {
    TableReader reader(*issuer, "[issuer]", findings);
    read_fields(reader, kIssuerFields, site);
    read_validity(reader, site);
    reader.finish();
  }
  if (const auto* item = top.table("site")) {
    TableReader reader(*item, "[site]", findings);
    read_fields(reader, kSiteFields, site);
    reader.finish();
  }
  for (const auto* table : top.tables("instrument")) {
    site.instruments.push_back(read_instrument(*table, findings));
  }
  site.waivers = read_waivers(top, findings);
  top.finish();
  if (!findings.empty()) {
    return Error{ErrorKind::malformed, findings.front().where + ": " + findings.front().text};
  }
  return site;
}

std::string write_site(const Site& site) {
  TomlWriter out;
  out.table("issuer");
  write_fields(out, kIssuerFields, site);
  if (site.valid_for_days) {
    out.entry("valid_for_days", std::to_string(*site.valid_for_days));
  }
  out.table("site");
  write_fields(out, kSiteFields, site);
  for (const auto& instrument : site.instruments) {
    write_instrument(out, instrument);
  }
  for (const auto& waiver : site.waivers) {
    out.array_table("waiver");
    write_fields(out, kWaiverFields, waiver);
  }
  return out.document();
}

}  // namespace rackproof
