#include "schemas/json/site_json.h"

#include "schemas/json/shared_members.h"

namespace rackproof {
namespace {

template <typename A>
void site_members(A& archive, Described<A, Site>& site) {
  archive.group("issuer", [&site](auto& issuer) {
    issuer.field("name", site.issuer_name);
    issuer.field("address", site.issuer_address);
    issuer.field("role", site.issuer_role);
  });
  archive.field("authorisedBy", site.authorised_by);
  archive.field("customer", site.customer);
  archive.field("location", site.place);
  archive.field("position", site.position);
  archive.field("rackSerial", site.rack_serial);
  archive.field("operator", site.operator_name);
  archive.field("inlet", site.inlet);
  archive.field("condition", site.condition);
  when_given(archive, "validForDays", site.valid_for_days);
}

template <typename A>
void instrument_members(A& archive, Described<A, Instrument>& instrument) {
  archive.field("id", instrument.id);
  archive.field("quantity", instrument.quantity);
  archive.field("unit", instrument.unit);
  archive.field("resolution", instrument.resolution);
  archive.group("calibration", [&instrument](auto& calibration) {
    calibration.field("date", instrument.calibrated);
    calibration.field("due", instrument.due);
    calibration.field("certificate", instrument.certificate);
  });
  archive.later("uncertainty", [&instrument](auto& later) {
    later.group("uncertainty", [&instrument](auto& uncertainty) {
      uncertainty.field("metric", instrument.metric);
      uncertainty.field("device", instrument.device);
      uncertainty.field("expanded", instrument.expanded_uncertainty);
      uncertainty.field("unit", instrument.uncertainty_unit);
    });
  });
}

}  // namespace

void describe(MemberReader& archive, Site& site) {
  site_members(archive, site);
  if (site.valid_for_days && (*site.valid_for_days < 1 || *site.valid_for_days > kMostValidDays)) {
    archive.refuse("validForDays", "expected 1 to " + std::to_string(kMostValidDays));
  }
}
void describe(MemberWriter& archive, const Site& site) {
  site_members(archive, site);
}
void describe(MemberReader& archive, Instrument& instrument) {
  instrument_members(archive, instrument);
}
void describe(MemberWriter& archive, const Instrument& instrument) {
  instrument_members(archive, instrument);
}

}  // namespace rackproof
