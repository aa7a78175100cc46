#pragma once

#include <deque>
#include <string>
#include <vector>

#include "certsuite/criteria/health_nodes.h"
#include "schemas/architecture.h"
#include "schemas/result.h"

namespace rackproof {

/// The references that health may hold nodes to.
class HealthReferences {
 public:
  ~HealthReferences() = default;
  HealthReferences(const HealthReferences&) = delete;  // what is known points to itself
  HealthReferences& operator=(const HealthReferences&) = delete;
  HealthReferences(HealthReferences&&) = default;
  HealthReferences& operator=(HealthReferences&&) = default;

  /// One that somebody named: every node is held to it. Error as find_reference().
  static Result<HealthReferences> named(const std::string& name_or_file);
  /// The built-in ones: each node is held to those that are for it.
  static Result<HealthReferences> built_in();

  /// Of several accelerators' references that fit the one that extends no other, and the host's,
  /// the latter beside the former only where the node ever showed its processors or memory.
  /// One fits by its identity, or, over an engine, which keeps no PCI ids, by its accelerators'
  /// model; and only where the node showed more than half of the accelerators that it declares,
  /// for the same chips are sold in smaller machines. A node that does not tell its architecture is
  /// held to the host's as well.
  [[nodiscard]] std::vector<const criteria::HealthReference*> for_node(
      const criteria::HealthNode& node) const;

 private:
  HealthReferences() = default;

  struct Known {
    Architecture architecture;
    criteria::HealthReference reference;
  };

  void add(Architecture architecture);

  bool named_ = false;
  std::deque<Known> known_;  ///< What was handed out stays where it is.
};

}  // namespace rackproof
