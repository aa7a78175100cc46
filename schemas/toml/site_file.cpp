#include "schemas/toml/site_file.h"

#include <array>
#include <utility>

#include "schemas/encoding.h"
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
};

template <typename Row, std::size_t N>
void read_fields(TableReader& reader, const std::array<TextField<Row>, N>& fields, Row& row) {
  for (const auto& field : fields) {
    row.*(field.member) = reader.text(field.key);
  }
  reader.finish();
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

Instrument read_instrument(const TomlTable& table, Findings& findings) {
  Instrument instrument;
  TableReader reader(table, "instrument", findings);
  reader.required_text("id");
  reader.required_text("quantity");
  read_fields(reader, kInstrumentFields, instrument);
  check_date(reader, "calibrated", instrument.calibrated);
  check_date(reader, "due", instrument.due);
  return instrument;
}

}  // namespace

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
  }
  if (const auto* item = top.table("site")) {
    TableReader reader(*item, "[site]", findings);
    read_fields(reader, kSiteFields, site);
  }
  for (const auto* table : top.tables("instrument")) {
    site.instruments.push_back(read_instrument(*table, findings));
  }
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
  out.table("site");
  write_fields(out, kSiteFields, site);
  for (const auto& instrument : site.instruments) {
    out.array_table("instrument");
    write_fields(out, kInstrumentFields, instrument);
  }
  return out.document();
}

}  // namespace rackproof
