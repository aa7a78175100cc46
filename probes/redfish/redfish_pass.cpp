#include "probes/redfish/redfish_pass.h"

#include <iterator>
#include <utility>

#include "probes/redfish/redfish_legacy.h"
#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_tree.h"
#include "probes/redfish/redfish_uri.h"
#include "probes/redfish/series_set.h"

namespace rackproof::redfish {
namespace {

void append(RedfishReadings& all, RedfishReadings more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void read_at(const Places& places, const std::string& address, const std::string& uri,
             const JsonValue& document, RedfishReadings& all) {
  const auto place = places.find(address);
  if (place != places.end()) {
    append(all, read_document(place->second, uri, document));
  }
}

void read_members(const Places& places, const JsonValue& collection, RedfishReadings& all) {
  const auto* members = collection.find("Members");
  const auto* items = members == nullptr ? nullptr : members->if_array();
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const auto uri = local_uri(text_at((*items)[i], "@odata.id"));
    if (uri) {
      read_at(places, *uri, *uri, (*items)[i], all);
    }
  }
}

Result<JsonValue> fetch_document(const Fetch& fetch, const std::string& uri) {
  auto body = fetch(uri);
  if (!body) {
    return std::move(body).error();
  }
  return parse_document(*body);
}

void note(const std::string& uri, Error why, std::vector<Unreadable>& unreadable) {
  unreadable.push_back({"redfish", uri, std::move(why), ""});
}

}  // namespace

RedfishReadings read_answer(const Places& places, const std::string& uri, const JsonValue& answer) {
  RedfishReadings all;
  const auto address = uri.substr(0, uri.find('?'));
  read_at(places, address, address, answer, all);
  read_members(places, answer, all);
  for (const auto& item : legacy_items(type_of(answer), answer)) {
    const auto place = address + "#" + item.pointer;
    read_at(places, place, place, *item.document, all);
  }
  return all;
}

RedfishReadings read_redfish(const Fetch& fetch, const RedfishPlan& plan,
                             std::vector<Unreadable>& unreadable) {
  SeriesSet series;
  bool all_reports = true;
  for (const auto& uri : plan.reports) {
    const auto report = fetch_document(fetch, uri);
    if (report) {
      series.add(read_report(plan.places, *report).readings);
    } else {
      all_reports = false;
      note(uri, report.error(), unreadable);
    }
  }
  auto documents = plan.documents;
  if (!all_reports) {
    documents.insert(documents.end(), plan.covered.begin(), plan.covered.end());
  }
  for (const auto& uri : documents) {
    const auto answer = fetch_document(fetch, uri);
    if (answer) {
      series.add(read_answer(plan.places, uri, *answer));
    } else {
      note(uri, answer.error(), unreadable);
    }
  }
  return series.take();
}

}  // namespace rackproof::redfish
