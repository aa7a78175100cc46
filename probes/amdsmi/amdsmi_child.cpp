#include "probes/amdsmi/amdsmi_child.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/amdsmi/amdsmi_api.h"
#include "probes/amdsmi/amdsmi_event.h"
#include "probes/amdsmi/amdsmi_facts.h"
#include "probes/amdsmi/amdsmi_layouts.h"
#include "probes/amdsmi/guarded_buffer.h"
#include "probes/vendor/vendor_child.h"
#include "schemas/catalogue.h"

namespace rackproof::amdsmi {
namespace {

constexpr std::size_t kMostProcessors = 64;  ///< Of one socket.
constexpr auto kThreshold = metrics::named("hbm_bad_page_threshold_count");

/// The version that the library tells of itself, before anything else is asked.
Result<LibraryVersion> version_of(const Api& api) {
  GuardedBuffer buffer;
  const auto code = api.version(buffer.ready(kVersionSize));
  if (code != code::kOk) {
    return error_of(code, "amdsmi_get_lib_version");
  }
  if (!buffer.held()) {
    return Error{ErrorKind::unsupported, "amd-smi's version is longer than any that is known"};
  }
  std::array<std::uint32_t, 4> words{};
  const char* build = nullptr;
  std::memcpy(words.data(), buffer.bytes().data(), sizeof(words));
  std::memcpy(&build, buffer.bytes().data() + sizeof(words), sizeof(build));
  constexpr std::size_t kLongest = 128;
  return library_version(words, build == nullptr
                                    ? std::string_view()
                                    : std::string_view(build, ::strnlen(build, kLongest)));
}

/// One socket: what is asked of it is asked of its first processor; the others are partitions.
struct Known {
  std::vector<Handle> processors;
  std::optional<vendor::DeviceReply> identity;  ///< Asked once.
  bool listening = false;
};

class Session final : public vendor::LibrarySession {
 public:
  static Result<std::unique_ptr<vendor::LibrarySession>> open(const std::string& library) {
    auto loaded = load_api(library);
    if (!loaded) {
      return std::move(loaded).error();
    }
    const auto version = version_of(loaded->api);
    if (!version) {
      return version.error();
    }
    const auto* layouts = layouts_of(*version);
    if (layouts == nullptr) {
      return Error{ErrorKind::unsupported, "amd-smi " + to_text(*version) +
                                               ": its structures are not known to this release, "
                                               "which knows " +
                                               known_versions()};
    }
    const auto code = loaded->api.init(kGpus);
    if (code != code::kOk) {
      return error_of(code, "amdsmi_init");
    }
    return std::unique_ptr<vendor::LibrarySession>(
        std::make_unique<Session>(std::move(loaded).value(), *version, *layouts));
  }

  /// `loaded` is initialised.
  Session(LoadedApi loaded, const LibraryVersion& version, const Layouts& layouts)
      : loaded_(std::move(loaded)), version_(version), layouts_(layouts) {}
  ~Session() override { static_cast<void>(api().shut_down()); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  Session(Session&&) = delete;
  Session& operator=(Session&&) = delete;

  Result<vendor::SystemReply> system() override {
    std::vector<Handle> sockets(static_cast<std::size_t>(vendor::kMostDevices));
    auto count = static_cast<std::uint32_t>(sockets.size());
    const auto code = api().sockets(&count, sockets.data());
    if (code != code::kOk) {
      return error_of(code, "amdsmi_get_socket_handles");
    }
    sockets.resize(std::min<std::size_t>(count, sockets.size()));
    devices_.resize(std::max(devices_.size(), sockets.size()));
    for (std::size_t i = 0; i < sockets.size(); ++i) {
      take_processors(sockets[i], devices_[i]);
    }
    vendor::SystemReply reply;
    reply.library = to_text(version_);
    reply.devices = static_cast<int>(devices_.size());
    reply.lacking = loaded_.lacking;
    return reply;
  }

  [[nodiscard]] std::size_t count() const override { return devices_.size(); }

  vendor::DeviceReply device(std::size_t index) override {
    auto& known = devices_[index];
    if (!known.identity) {
      auto identity = identity_of(known, static_cast<int>(index));
      if (!identity) {
        return unread(static_cast<int>(index), identity.error());  // asked again in the next pass
      }
      known.identity = std::move(identity).value();
    }
    auto reply = *known.identity;
    reply.readings.push_back({"/hbm", kThreshold, page_threshold(known)});
    listen(known, reply);
    return reply;
  }

  vendor::EndReply end() override {
    constexpr std::size_t kMostEvents = 4096;
    vendor::EndReply reply;
    std::size_t events = 0;
    while (events < kMostEvents && next_event(reply)) {
      ++events;
    }
    return reply;
  }

 private:
  [[nodiscard]] const Api& api() const { return loaded_.api; }

  void take_processors(Handle socket, Known& known) {
    std::vector<Handle> processors(kMostProcessors);
    auto count = static_cast<std::uint32_t>(processors.size());
    const auto code = api().processors(socket, &count, processors.data());
    processors.resize(code == code::kOk ? std::min<std::size_t>(count, kMostProcessors) : 0);
    if (processors != known.processors) {
      known = Known{std::move(processors), std::nullopt, false};
    }
  }

  /// Fills the buffer by `function`, when this version's layout of `size` bytes is known; false:
  /// nothing that may be read.
  bool fill(Handle processor, Api::Fill function, std::size_t size) {
    if (size == 0 || function == nullptr) {
      return false;
    }
    return function(processor, buffer_.ready(size)) == code::kOk && buffer_.held();
  }

  static vendor::DeviceReply empty_reply(int index) {
    vendor::DeviceReply reply;
    reply.index = index;
    reply.parts.push_back({"/hbm", DeviceKind::hbm, {}});
    return reply;
  }

  /// A socket that does not tell which it is.
  static vendor::DeviceReply unread(int index, const Error& why) {
    auto reply = empty_reply(index);
    reply.readings.push_back({"/hbm", kThreshold, why});
    for (const auto* counter : kEventCounters) {
      reply.readings.push_back({"", counter, why});
    }
    return reply;
  }

  Result<vendor::DeviceReply> identity_of(const Known& known, int index) {
    if (known.processors.empty()) {
      return Error{ErrorKind::absent, "amdsmi_get_processor_handles: no processor"};
    }
    std::uint64_t bdf = 0;
    const auto code = api().bdf(known.processors.front(), &bdf);
    if (code != code::kOk) {
      return error_of(code, "amdsmi_get_gpu_device_bdf");
    }
    auto reply = empty_reply(index);
    auto* processor = known.processors.front();
    reply.address = address_of(bdf);
    if (fill(processor, api().asic, layouts_.asic.size)) {
      reply.model = text_at(buffer_.bytes(), layouts_.asic.market_name);
    }
    if (fill(processor, api().vbios, layouts_.vbios.size)) {
      reply.attributes = vbios_facts(layouts_.vbios, buffer_.bytes());
    }
    if (fill(processor, api().memory, layouts_.memory.size)) {
      reply.parts.front().attributes = memory_facts(layouts_.memory, buffer_.bytes());
    }
    return reply;
  }

  [[nodiscard]] Error lacks(std::string_view what) const {
    return {ErrorKind::unsupported,
            "amd-smi " + to_text(version_) + " has no " + std::string(what)};
  }

  Reading page_threshold(const Known& known) const {
    constexpr std::string_view kFunction = "amdsmi_get_gpu_bad_page_threshold";
    constexpr auto kNone = std::numeric_limits<std::uint32_t>::max();
    if (!layouts_.has_page_threshold || api().page_threshold == nullptr) {
      return lacks(kFunction);
    }
    std::uint32_t pages = kNone;  // the library reports success also where it could read no number
    const auto code = api().page_threshold(known.processors.front(), &pages);
    if (code != code::kOk) {
      return error_of(code, kFunction);
    }
    if (pages == kNone) {
      return Error{ErrorKind::sentinel, std::string(kFunction) + ": all ones stand for no value"};
    }
    return std::int64_t{pages};
  }

  Result<void> start_listening(const Known& known) {
    const bool can = api().start_events != nullptr && api().mask_events != nullptr &&
                     api().next_events != nullptr && !deaf_;
    if (!can) {
      return deaf_ ? *deaf_ : lacks("events");
    }
    auto* processor = known.processors.front();
    auto code = api().start_events(processor);
    if (code != code::kOk) {
      return error_of(code, "amdsmi_init_gpu_event_notification");
    }
    code = api().mask_events(processor, kEventMask);
    if (code != code::kOk) {
      return error_of(code, "amdsmi_set_gpu_event_notification_mask");
    }
    return {};
  }

  /// That nothing was heard says nothing where nobody listens. What was heard the parent counts.
  void listen(Known& known, vendor::DeviceReply& reply) {
    if (known.listening && !deaf_) {
      return;
    }
    const auto started = start_listening(known);
    known.listening = started.has_value();
    for (const auto* counter : kEventCounters) {
      if (!started) {
        reply.readings.push_back({"", counter, started.error()});
      }
    }
  }

  /// True while there may be more. Not asked where nobody listens: the library then answers with
  /// whatever error came last. One at a time, for its length differs between versions.
  bool next_event(vendor::EndReply& reply) {
    if (deaf_ || std::ranges::none_of(devices_, &Known::listening)) {
      return false;
    }
    std::uint32_t count = 1;
    const auto code = api().next_events(0, &count, buffer_.ready(layouts_.event.size));
    if (!buffer_.held()) {
      deaf_ = Error{ErrorKind::unsupported, "amd-smi " + to_text(version_) +
                                                " gives events longer than those that are known"};
      return false;
    }
    if (code != code::kOk || count != 1) {
      return false;
    }
    const auto event = event_in(layouts_.event, buffer_.bytes());
    const auto from = std::ranges::find_if(devices_, [&](const Known& known) {
      return event && std::ranges::any_of(known.processors, [&](Handle processor) {
               return reinterpret_cast<std::uintptr_t>(processor) == event->processor;
             });
    });
    if (from != devices_.end()) {
      reply.heard.push_back(
          {static_cast<int>(from - devices_.begin()), event->number, event->message});
    }
    return true;
  }

  LoadedApi loaded_;
  LibraryVersion version_;
  const Layouts& layouts_;
  std::vector<Known> devices_;
  GuardedBuffer buffer_;
  std::optional<Error> deaf_;  ///< Why no event is asked for any more.
};

}  // namespace

void run_amdsmi_child(const std::string& library, std::istream& in, std::ostream& out) {
  vendor::run_library_child([&library] { return Session::open(library); }, in, out);
}

}  // namespace rackproof::amdsmi
