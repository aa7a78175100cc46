#include "probes/neuron/neuron_node.h"

#include <string>
#include <utility>

#include "probes/neuron/neuron_find.h"
#include "probes/neuron/neuron_parse.h"
#include "schemas/catalogue.h"

namespace rackproof::neuron {
namespace {

constexpr auto kTwo = metrics::named("neuron_two_node_group_id");
constexpr auto kFour = metrics::named("neuron_four_node_group_id");

std::string class_file(std::string_view name) {
  return path_to(kClassDir, name);
}

/// An attribute, or a note why there is none.
void tell(Survey& survey, Device& node, const std::string& file,
          Result<std::string> (*parse)(std::string_view)) {
  const auto path = class_file(file);
  if (!survey.files().exists(path)) {
    return;
  }
  auto text = survey.files().read_text(path);
  const auto value = text ? parse(*text) : Result<std::string>(std::move(text).error());
  if (value) {
    node.attributes["neuron_" + file] = *value;
  } else {
    survey.note(path, value.error(), remedy_for(value.error().kind));
  }
}

}  // namespace

NodeGroups survey_node(Survey& survey) {
  NodeGroups groups;
  auto node = the_node();
  tell(survey, node, "server_id_2", parse_server_id);
  tell(survey, node, "server_id_4", parse_server_id);
  tell(survey, node, "ultraserver_mode", parse_ultraserver_mode);
  groups.offered = survey.files().exists(class_file("node_id_4"));
  groups.node = survey.add(std::move(node));
  return groups;
}

void read_node(const Host& host, NodeGroups& groups, ProbeReading& reading) {
  if (!groups.offered) {
    return;
  }
  const auto now = host.clock.now();
  auto two =
      read_attribute(host.files, {groups.node, kTwo, class_file("node_id_2"), parse_group_id});
  auto four =
      read_attribute(host.files, {groups.node, kFour, class_file("node_id_4"), parse_group_id});
  const auto* why = std::get_if<Error>(&four);
  const bool still_electing = why != nullptr && why->kind == ErrorKind::stale;
  const bool fell_back = has_value(two) && why != nullptr && why->kind == ErrorKind::sentinel;
  if (fell_back && !groups.fell_back.value_or(false)) {
    reading.events.push_back({std::string(kNodeId), now, "neuron", "ultraserver_fell_back",
                              Severity::error,
                              "the group of four nodes is invalid and that of two is not: a pair "
                              "of links between the nodes failed",
                              0});
  }
  if (!still_electing) {
    groups.fell_back = fell_back;
  }
  reading.samples.push_back({groups.node, kTwo, now, std::move(two)});
  reading.samples.push_back({groups.node, kFour, now, std::move(four)});
}

}  // namespace rackproof::neuron
