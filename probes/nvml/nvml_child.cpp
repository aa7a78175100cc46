#include "probes/nvml/nvml_child.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "probes/nvml/nvml_api.h"
#include "probes/nvml/nvml_pass.h"
#include "probes/vendor/vendor_child.h"
#include "schemas/catalogue.h"

namespace rackproof::nvml {
namespace {

/// The library between its initialisation and its end, and what it has given us handles for.
class Session final : public vendor::LibrarySession {
 public:
  static Result<std::unique_ptr<vendor::LibrarySession>> open(const std::string& library) {
    auto loaded = load_api(library);
    if (!loaded) {
      return std::move(loaded).error();
    }
    const int code = loaded->api.init();
    if (code != code::kOk) {
      return error_of(code, "nvmlInit_v2");
    }
    return std::unique_ptr<vendor::LibrarySession>(
        std::make_unique<Session>(std::move(loaded).value()));
  }

  /// `loaded` is initialised.
  explicit Session(LoadedApi loaded) : loaded_(std::move(loaded)) {
    const bool can_hear = api().event_set != nullptr && api().event_set_free != nullptr &&
                          api().register_events != nullptr && api().wait_event != nullptr;
    if (can_hear && api().event_set(&events_) != code::kOk) {
      events_ = nullptr;
    }
  }
  ~Session() override {
    if (events_ != nullptr) {
      static_cast<void>(api().event_set_free(events_));
    }
    static_cast<void>(api().shutdown());
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  Session(Session&&) = delete;
  Session& operator=(Session&&) = delete;

  Result<vendor::SystemReply> system() override {
    unsigned count = 0;
    const int code = api().count(&count);
    if (code != code::kOk) {
      return error_of(code, "nvmlDeviceGetCount_v2");
    }
    const auto bounded = std::min(count, static_cast<unsigned>(vendor::kMostDevices));
    devices_.resize(std::max<std::size_t>(devices_.size(), bounded));
    vendor::SystemReply reply;
    reply.driver = text(api().driver_version);
    reply.library = text(api().library_version);
    reply.devices = static_cast<int>(devices_.size());
    reply.lacking = loaded_.lacking;
    return reply;
  }

  DeviceReply device(std::size_t index) override {
    DeviceReply reply;
    reply.index = static_cast<int>(index);
    auto& known = devices_[index];
    int code = code::kOk;
    if (known.handle == nullptr) {
      code = api().handle(static_cast<unsigned>(index), &known.handle);
    }
    DevicePass pass{api(), DeviceCall(known.handle), reply};
    if (code != code::kOk) {
      known.handle = nullptr;
      pass.call.refuse(error_of(code, "nvmlDeviceGetHandleByIndex_v2"));
    }
    read_device(pass);
    listen(pass, known);
    return reply;
  }

  /// The Xids that came since the last call.
  vendor::EndReply end() override {
    constexpr std::size_t kMostEvents = 4096;
    vendor::EndReply reply;
    EventData event;
    for (std::size_t i = 0; events_ != nullptr && i < kMostEvents; ++i) {
      event = EventData{};
      if (api().wait_event(events_, &event, 0) != code::kOk) {
        break;
      }
      const auto from = std::ranges::find(devices_, event.device, &Known::handle);
      if ((event.type & kXidEvent) != 0 && from != devices_.end()) {
        reply.heard.push_back({static_cast<int>(from - devices_.begin()),
                               static_cast<std::int64_t>(event.data & 0xFFFFFFFFU),
                               {}});
      }
    }
    return reply;
  }

  [[nodiscard]] std::size_t count() const override { return devices_.size(); }

 private:
  struct Known {
    DeviceRef handle = nullptr;
    bool listening = false;  ///< To its events.
  };

  [[nodiscard]] const Api& api() const { return loaded_.api; }

  static std::string text(int (*function)(char*, unsigned)) {
    std::array<char, 128> buffer{};
    if (function == nullptr ||
        function(buffer.data(), static_cast<unsigned>(buffer.size() - 1)) != code::kOk) {
      return {};
    }
    return buffer.data();
  }

  /// That no Xid was heard of says nothing where nobody listens. What was heard the parent counts.
  void listen(DevicePass& pass, Known& known) {
    constexpr auto kXids = metrics::named("nvidia_xid_total");
    if (known.listening) {
      return;
    }
    if (events_ == nullptr) {
      pass.put("", kXids, Error{ErrorKind::unsupported, "NVML gives no events"});
      return;
    }
    const auto asked =
        pass.call.ask("nvmlDeviceRegisterEvents", api().register_events, kXidEvent, events_);
    known.listening = asked.has_value();
    if (!asked) {
      pass.put("", kXids, asked.error());
    }
  }

  LoadedApi loaded_;
  std::vector<Known> devices_;
  EventSetRef events_ = nullptr;
};

}  // namespace

void run_nvml_child(const std::string& library, std::istream& in, std::ostream& out) {
  vendor::run_library_child([&library] { return Session::open(library); }, in, out);
}

}  // namespace rackproof::nvml
