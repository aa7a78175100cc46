#include "probes/redfish/redfish_bmcs.h"

#include <atomic>
#include <string>
#include <utility>

#include "probes/redfish/bmc_reader.h"

namespace rackproof::redfish {
namespace {

constexpr auto kLeaving = std::chrono::seconds(15);  ///< Beyond a pass: its last answer, closing.

/// A BMC that is configured is never simply not there: what is wrong now may be
/// right later.
Error lasting(Error why) {
  const bool for_good = why.kind == ErrorKind::absent || why.kind == ErrorKind::unsupported ||
                        why.kind == ErrorKind::not_observable;
  return for_good ? Error{ErrorKind::io, std::move(why.message)} : why;
}

/// True for as long as it lives.
class Mark {
 public:
  explicit Mark(std::atomic<bool>& flag) : flag_(flag) { flag_ = true; }
  ~Mark() { flag_ = false; }
  Mark(const Mark&) = delete;
  Mark& operator=(const Mark&) = delete;
  Mark(Mark&&) = delete;
  Mark& operator=(Mark&&) = delete;

 private:
  std::atomic<bool>& flag_;
};

class RedfishProbe final : public Probe {
 public:
  RedfishProbe(const Host& host, const BmcConfig& bmc, const std::string& state_directory)
      : host_(host), reader_(std::make_unique<BmcReader>(bmc, state_directory, host.clock)) {}
  /// A thread that is in the reader now was left behind in the middle of a request and never goes
  /// on: then reader and session stay as they are, and the next start closes the session.
  ~RedfishProbe() override {
    if (is_asking_) {
      static_cast<void>(reader_.release());
    }
  }
  RedfishProbe(const RedfishProbe&) = delete;
  RedfishProbe& operator=(const RedfishProbe&) = delete;
  RedfishProbe(RedfishProbe&&) = delete;
  RedfishProbe& operator=(RedfishProbe&&) = delete;

  [[nodiscard]] std::string_view name() const override { return reader_->name(); }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return reader_->limits().period;
  }
  [[nodiscard]] std::chrono::milliseconds patience() const override {
    return reader_->limits().pass + kLeaving;
  }
  [[nodiscard]] bool waits_for_others() const override { return true; }
  void hurry() override { reader_->hurry(); }

  Result<Discovery> discover() override {
    if (!host_.files.is_this_machine()) {
      return Error{ErrorKind::not_observable, reader_->name() + ": a captured tree has no BMC"};
    }
    const Mark asking(is_asking_);
    auto found = reader_->discover();
    if (!found) {
      return lasting(std::move(found).error()).during(reader_->name());
    }
    return found;
  }

  Result<ProbeReading> read() override {
    const Mark asking(is_asking_);
    auto reading = reader_->read();
    if (!reading) {
      return reading.error().during(reader_->name());
    }
    return reading;
  }

 private:
  const Host& host_;
  std::unique_ptr<BmcReader> reader_;
  std::atomic<bool> is_asking_ = false;
};

}  // namespace

std::vector<std::unique_ptr<Probe>> make_bmc_probes(const Host& host, const RedfishConfig& config) {
  std::vector<std::unique_ptr<Probe>> probes;
  for (const auto& bmc : config.bmcs) {
    probes.push_back(std::make_unique<RedfishProbe>(host, bmc, config.state_directory));
  }
  return probes;
}

}  // namespace rackproof::redfish
